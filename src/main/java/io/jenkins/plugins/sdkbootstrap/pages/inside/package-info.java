/**
 * Pages that look inside a stage's tarball, and at what differs between two. A newcomer begins with
 * {@code StagePage}. Uses the engine, {@code settings}, {@code build}, {@code pages.web} and
 * Jenkins.
 */
package io.jenkins.plugins.sdkbootstrap.pages.inside;
