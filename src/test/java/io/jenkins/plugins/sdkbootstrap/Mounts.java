package io.jenkins.plugins.sdkbootstrap;

/**
 * The category of tests that enter a chroot or mount something. They run one after the other: some
 * look at all mounts and processes of the machine.
 */
public interface Mounts {}
