/**
 * A bootstrap with a directory as the store: its options, what is known before it begins, the run,
 * and a stage run again. Begin with {@code BootstrapRun}.
 */
package io.jenkins.plugins.sdkbootstrap.cli.bootstrap;
