package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Findings;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares an index with its archive, line by line. */
public final class IndexCheck implements EntryVisitor, Closeable {

  private final Findings findings;
  private final String name;
  private final IndexLines expected = new IndexLines();
  private IndexReader index;

  /** Opens the index. If it cannot be opened, this is a finding. */
  public IndexCheck(Path file, Findings findings) throws IOException {
    this.findings = findings;
    this.name = file.getFileName().toString();
    try {
      index = IndexReader.open(file);
    } catch (ArchiveException e) {
      findings.add(e);
    }
  }

  @Override
  public void end(Entry complete) throws IOException {
    String should = expected.next(complete).toString();
    Optional<String> line = index == null ? Optional.empty() : nextLine();
    if (index == null) {
      return;
    }
    if (line.isEmpty()) {
      stop("it ends before " + complete.path() + ", which the archive has");
    } else if (!line.get().equals(should)) {
      compare(complete.path(), line.get(), should);
    }
  }

  /** Checks that the index ends with the archive. */
  public void finish() throws IOException {
    if (index != null) {
      Optional<String> line = nextLine();
      line.ifPresent(
          l ->
              findings.add(
                  name, "line " + index.lineNumber() + ": " + path(l) + " is not in the archive"));
    }
  }

  private Optional<String> nextLine() throws IOException {
    try {
      return index.nextEntryLine();
    } catch (ArchiveException e) {
      findings.add(e);
      close();
      return Optional.empty();
    }
  }

  private void compare(RootPath path, String is, String should) throws IOException {
    if (!path(is).equals(path(should))) {
      stop(
          "line %s: has %s where the archive has %s; the lines after it were not compared"
              .formatted(index.lineNumber(), path(is), path(should)));
      return;
    }
    Map<String, String> isFields = fields(is);
    Map<String, String> shouldFields = fields(should);
    Set<String> keywords = new LinkedHashSet<>(shouldFields.keySet());
    keywords.addAll(isFields.keySet());
    for (String keyword : keywords) {
      String has = isFields.getOrDefault(keyword, "no " + keyword);
      String wants = shouldFields.getOrDefault(keyword, "no " + keyword);
      if (!has.equals(wants)) {
        findings.add(name, path + ": the index says " + has + ", the archive " + wants);
      }
    }
  }

  private void stop(String why) throws IOException {
    findings.add(name, why);
    close();
  }

  private static String path(String line) {
    int space = line.indexOf(' ');
    return space < 0 ? line : line.substring(0, space);
  }

  /** The keywords of a line with their values, as spelled. */
  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new LinkedHashMap<>();
    String[] words = line.split(" ");
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      fields.merge(
          equals < 0 ? words[i] : words[i].substring(0, equals),
          words[i],
          (first, second) -> first + " " + second);
    }
    return fields;
  }

  @Override
  public void close() throws IOException {
    if (index != null) {
      index.close();
      index = null;
    }
  }
}
