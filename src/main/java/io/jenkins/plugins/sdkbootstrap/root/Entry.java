package io.jenkins.plugins.sdkbootstrap.root;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of a root, as a tar header or a line of the index describes it.
 *
 * @param path its path in the root
 * @param type its type
 * @param mode permission bits with setuid, setgid and sticky, 0 to 07777
 * @param uid owner, numeric
 * @param gid group, numeric
 * @param size bytes of content (holes included); 0 for everything but files
 * @param mtimeSeconds modification time, seconds since 1970 UTC
 * @param mtimeNanos its fraction, 0 to 999,999,999 nanoseconds
 * @param link a symlink's target or a hard link's path in the root, as bytes; null for others
 * @param deviceMajor a device's major number, otherwise 0
 * @param deviceMinor a device's minor number, otherwise 0
 * @param sha256 digest of a file's content; null for others and if it was not computed
 * @param offset the byte in the tar stream at which the entry's first header begins (extended ones
 *     included)
 */
public record Entry(
    RootPath path,
    EntryType type,
    int mode,
    long uid,
    long gid,
    long size,
    long mtimeSeconds,
    int mtimeNanos,
    byte[] link,
    long deviceMajor,
    long deviceMinor,
    Digest sha256,
    long offset) {

  public Entry {
    Objects.requireNonNull(path);
    Objects.requireNonNull(type);
  }

  public Entry withSha256(Digest digest) {
    return new Entry(
        path,
        type,
        mode,
        uid,
        gid,
        size,
        mtimeSeconds,
        mtimeNanos,
        link,
        deviceMajor,
        deviceMinor,
        digest,
        offset);
  }

  public Optional<Digest> digest() {
    return Optional.ofNullable(sha256);
  }
}
