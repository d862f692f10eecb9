/**
 * What a build keeps of its bootstraps: its stages as artifacts, where earlier builds have them,
 * replay, retention, and the global configuration. A newcomer begins with {@code SdkBuildAction}.
 * Uses the engine, {@code agent} and Jenkins.
 */
package io.jenkins.plugins.sdkbootstrap.build;
