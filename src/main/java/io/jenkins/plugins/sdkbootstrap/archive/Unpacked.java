package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.Digest;

/**
 * What was unpacked.
 *
 * @param sha256 digest of the archive as it lies there
 * @param entries how many entries were made
 * @param bytes bytes of all files' contents, holes included
 * @param skippedDevices how many device nodes, and hard links to them, were not made
 */
public record Unpacked(Digest sha256, long entries, long bytes, long skippedDevices) {}
