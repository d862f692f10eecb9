/**
 * What commands share: options, the types of their values, exit codes. A newcomer begins with
 * {@code SdkCommand}. Uses the engine, {@code cli.report} and {@code cli.bootstrap}.
 */
package io.jenkins.plugins.sdkbootstrap.cli.options;
