/**
 * What a build keeps of its bootstraps: its stages as artifacts, where earlier builds have them,
 * replay and retention. A newcomer begins with {@code SdkBuildAction}. Uses the engine, {@code
 * agent}, {@code settings} and Jenkins.
 */
package io.jenkins.plugins.sdkbootstrap.build;
