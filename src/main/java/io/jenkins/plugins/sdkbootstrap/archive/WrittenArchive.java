package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.nio.file.Path;

/**
 * An archive that was written.
 *
 * @param archive the file
 * @param compression how it is compressed
 * @param sha256 digest of the file
 * @param sha512 digest of the file
 * @param size bytes of the file
 * @param tarSize bytes of the tar stream in it
 * @param entries how many entries it holds, the root itself included
 */
public record WrittenArchive(
    Path archive,
    Compression compression,
    Digest sha256,
    Digest sha512,
    long size,
    long tarSize,
    long entries) {}
