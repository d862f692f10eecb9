package io.jenkins.plugins.sdkbootstrap;

/**
 * The category of tests that enter a chroot or mount something. They look for mounts and processes
 * of their own on the whole machine, among those of others.
 */
public interface Mounts {}
