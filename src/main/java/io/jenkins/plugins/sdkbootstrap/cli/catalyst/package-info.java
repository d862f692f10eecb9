/**
 * Import of catalyst's spec and configuration files into an sdk.yaml. A newcomer begins with {@code
 * CatalystImport}. Uses the engine.
 */
package io.jenkins.plugins.sdkbootstrap.cli.catalyst;
