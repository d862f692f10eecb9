/**
 * Entering a stage: mounts, privilege, the POSIX sh program that does it ({@code enter.sh}), and
 * preflight. Start with {@code Chroot} and {@code enter.sh}. Uses {@code process} and {@code io}.
 */
package io.jenkins.plugins.sdkbootstrap.chroot;
