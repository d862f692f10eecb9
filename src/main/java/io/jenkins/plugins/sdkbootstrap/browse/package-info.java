/**
 * Pages of Jenkins about bootstraps: the stages of a build and how they hang together, what is
 * inside a stage's tarball, differences between tarballs, and trends over builds. They show what
 * builds keep and what artifacts say, and change nothing.
 */
package io.jenkins.plugins.sdkbootstrap.browse;
