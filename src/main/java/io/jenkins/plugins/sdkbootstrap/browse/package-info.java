/**
 * Pages in Jenkins: the stages of a build, what is inside their tarballs, and what differs between
 * two of them. Shows what the engine knows; nothing here changes a build.
 */
package io.jenkins.plugins.sdkbootstrap.browse;
