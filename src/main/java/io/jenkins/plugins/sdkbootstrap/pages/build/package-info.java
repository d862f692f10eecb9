/**
 * Pages about a build's bootstraps: their stages, how these hang together, and trends of a job. A
 * newcomer begins with {@code SdkStagesAction}. Uses the engine, {@code build}, {@code
 * pages.inside} and Jenkins.
 */
package io.jenkins.plugins.sdkbootstrap.pages.build;
