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
 * What unpacking leaves out because this machine, or a root, has no place for it: counted, and said
 * in the end; or refused, where everything was asked for. It hears tar and unsquashfs, which both
 * take an attribute that they cannot set for harmless.
 */
final class SkippedContent implements ToolProcess.Messages {

  /** How many of a tool's other messages are passed on before they are only counted. */
  private static final int MAX_NOTES = 20;

  /**
   * By tar: Cannot set 'NAME' extended attribute. By unsquashfs: failed to write xattr NAME for.
   */
  private static final Pattern ATTRIBUTE =
      Pattern.compile("annot set '([^']*)' extended attribute|write xattr (\\S+) for");

  /** By tar, of a list of access rights with the name of a user or group. */
  private static final String UNKNOWN_NAME = "annot acl_from_text";

  private static final Pattern DEVICE =
      Pattern.compile("failed to create (character|block) device");

  /**
   * Attributes that a root needs. Others are of a file system (btrfs.compression, nfs4_acl), of
   * another system (com.apple.*), of a kernel's policy (selinux, ima) or of the machine (trusted).
   */
  private static final Pattern NEEDED =
      Pattern.compile("user\\..*|security\\.capability|system\\.posix_acl_.*");

  private final boolean strict;
  private final Progress progress;
  private final Map<String, Long> counts = new TreeMap<>();
  private int messages;
  private volatile String failure;

  /**
   * Begins with nothing.
   *
   * @param strict whether to refuse what would be left out
   * @param progress hears of it
   */
  SkippedContent(boolean strict, Progress progress) {
    this.strict = strict;
    this.progress = progress;
  }

  /** So many of these were left out. */
  synchronized void add(String what, long count) {
    if (count > 0) {
      counts.merge(what, count, Long::sum);
    }
  }

  /** How many device nodes were left out by the tool itself. */
  synchronized long devices() {
    return counts.getOrDefault(DEVICES, 0L);
  }

  /** What device nodes are called in the end. */
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
    } else if (messages++ < MAX_NOTES) {
      progress.note(line);
    }
  }

  /** What was left out, without how many. */
  synchronized List<String> names() {
    return List.copyOf(counts.keySet());
  }

  private void fail(String line) {
    if (failure == null) {
      failure = line;
    }
  }

  /**
   * Says what was left out.
   *
   * @throws ArchiveException if that is refused, or something could not be set that a root needs
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
