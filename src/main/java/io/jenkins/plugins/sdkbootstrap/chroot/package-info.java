/**
 * Entering a stage: mounts, privilege, the POSIX sh program that does it ({@code enter.sh}),
 * preflight, and the removal of roots. Uses the JDK only.
 */
package io.jenkins.plugins.sdkbootstrap.chroot;
