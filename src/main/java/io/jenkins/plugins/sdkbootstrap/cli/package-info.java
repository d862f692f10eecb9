/**
 * The command {@code bootstrap-sdk}: one class a command, thin over the engine. A newcomer begins
 * with {@code Main} and {@code BootstrapCommand}. Uses the whole engine.
 */
package io.jenkins.plugins.sdkbootstrap.cli;
