package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.ToolProcess;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Content that unpacking skips because this machine, or a root, does not support it. Counts it and
 * reports it at the end, or refuses it if {@code strict}. Reads the messages of tar and unsquashfs,
 * which both ignore an attribute that they cannot set.
 */
final class SkippedContent implements ToolProcess.Messages {

  /** How many of a tool's other messages are shown; further ones are only counted. */
  private static final int MAX_NOTES = 20;

  /** tar: Cannot set 'NAME' extended attribute. unsquashfs: failed to write xattr NAME for. */
  private static final Pattern ATTRIBUTE =
      Pattern.compile("annot set '([^']*)' extended attribute|write xattr (\\S+) for");

  /** tar's message about an access control list with the name of a user or group. */
  private static final String UNKNOWN_NAME = "annot acl_from_text";

  private static final Pattern DEVICE =
      Pattern.compile("failed to create (character|block) device");

  /** A message about the disk: says nothing of what can be made there. */
  static final Pattern DISK =
      Pattern.compile("(Input/output error|No space left on device|Disk quota exceeded)$");

  /**
   * Attributes that a root needs. Others belong to a file system (btrfs.compression, nfs4_acl), to
   * another system (com.apple.*), to a kernel's policy (selinux, ima) or to the machine (trusted).
   */
  private static final Pattern NEEDED =
      Pattern.compile("user\\..*|security\\.capability|system\\.posix_acl_.*");

  private final boolean strict;
  private final Progress progress;
  private final Map<String, Long> counts = new TreeMap<>();
  private int messages;
  private volatile String failure;

  /**
   * @param strict whether to refuse content instead of skipping it
   * @param progress receives the report
   */
  SkippedContent(boolean strict, Progress progress) {
    this.strict = strict;
    this.progress = progress;
  }

  /** Counts skipped content of this kind. */
  synchronized void add(String what, long count) {
    if (count > 0) {
      counts.merge(what, count, Long::sum);
    }
  }

  /** How many device nodes the tool itself skipped. */
  synchronized long devices() {
    return counts.getOrDefault(DEVICES, 0L);
  }

  /** The name of device nodes in the report. */
  static final String DEVICES = "device nodes";

  @Override
  public void line(String line) {
    Matcher attribute = ATTRIBUTE.matcher(line);
    if (attribute.find()) {
      String name = attribute.group(1) == null ? attribute.group(2) : attribute.group(1);
      if (NEEDED.matcher(name).matches()) {
        fail(line);
      } else {
        add("attributes " + name, 1);
      }
    } else if (line.contains(UNKNOWN_NAME)) {
      add("access control lists with names that are unknown here", 1);
    } else if (DEVICE.matcher(line).find()) {
      add(DEVICES, 1);
    } else if (line.contains("annot set") && !line.contains("Cannot set permissions")) {
      fail(line); // an ACL
    } else if (!DISK.matcher(line).find() && messages++ < MAX_NOTES) {
      // One about the disk comes for each further file, and the error has the last.
      progress.note(line);
    }
  }

  /** The kinds of skipped content. */
  synchronized List<String> names() {
    return List.copyOf(counts.keySet());
  }

  private void fail(String line) {
    if (failure == null) {
      failure = line;
    }
  }

  /**
   * Reports the skipped content.
   *
   * @throws ArchiveException if it is refused, or if an attribute that a root needs could not be
   *     set
   */
  synchronized void finish() throws ArchiveException {
    if (failure != null) {
      throw new ArchiveException("tar failed: " + failure);
    }
    if (messages > MAX_NOTES) {
      progress.note("tar: and " + (messages - MAX_NOTES) + " more messages");
    }
    if (counts.isEmpty()) {
      return;
    }
    StringBuilder all = new StringBuilder();
    counts.forEach(
        (what, count) ->
            all.append(all.isEmpty() ? "" : ", ").append(count).append(' ').append(what));
    if (strict) {
      throw new ArchiveException(
          "not all of the archive can be unpacked here: "
              + all
              + "; without --strict they are skipped");
    }
    progress.note("skipped: " + all);
  }
}
