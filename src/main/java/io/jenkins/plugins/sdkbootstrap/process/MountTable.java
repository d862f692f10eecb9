package io.jenkins.plugins.sdkbootstrap.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The mounts that this process sees, in the order they were made (proc(5), mountinfo). */
public final class MountTable {

  /**
   * One mount.
   *
   * @param point the mount point, unescaped
   * @param options of the mount, such as {@code nosuid}
   */
  public record Mount(byte[] point, Set<String> options) {

    /** The mount point for people. */
    public String shown() {
      return new String(point, StandardCharsets.UTF_8);
    }
  }

  private final List<Mount> mounts;

  private MountTable(List<Mount> mounts) {
    this.mounts = mounts;
  }

  /** The current mounts of this process. */
  public static MountTable read() throws IOException {
    return parse(Files.readAllBytes(Path.of("/proc/self/mountinfo")));
  }

  /** Parses the content of a mountinfo file. */
  static MountTable parse(byte[] mountinfo) {
    List<Mount> mounts = new ArrayList<>();
    // Latin-1 keeps every byte as one character.
    for (String line : new String(mountinfo, StandardCharsets.ISO_8859_1).split("\n")) {
      String[] fields = line.split(" ");
      if (fields.length > 5) {
        mounts.add(new Mount(unescape(fields[4]), Set.of(fields[5].split(","))));
      }
    }
    return new MountTable(List.copyOf(mounts));
  }

  /** The mounts at this path and below it. */
  public List<Mount> atOrBelow(byte[] path) {
    return mounts.stream().filter(m -> contains(path, m.point())).toList();
  }

  /** The mount that this path is on. */
  public Optional<Mount> holding(byte[] path) {
    Mount holder = null;
    for (Mount mount : mounts) {
      // The longest path; if several mounts have it, the last one hides the others.
      if (contains(mount.point(), path)
          && (holder == null || mount.point().length >= holder.point().length)) {
        holder = mount;
      }
    }
    return Optional.ofNullable(holder);
  }

  private static boolean contains(byte[] above, byte[] path) {
    int n = above.length == 1 ? 0 : above.length; // the slash of "/" is not repeated
    return path.length >= n
        && Arrays.equals(above, 0, n, path, 0, n)
        && (path.length == n || path[n] == '/');
  }

  /** Space, tab, newline and backslash are octal escapes. */
  private static byte[] unescape(String field) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(field.length());
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\') {
        bytes.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        bytes.write(field.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
