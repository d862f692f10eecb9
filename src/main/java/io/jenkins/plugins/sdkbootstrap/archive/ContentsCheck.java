package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.index.IndexLine;
import io.jenkins.plugins.sdkbootstrap.io.Findings;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Compares a CONTENTS listing with its archive, line by line. */
final class ContentsCheck implements EntryVisitor, Closeable {

  private static final int SHOWN = 300;

  private final Findings findings;
  private final String name;
  private final ContentsLine expected = new ContentsLine();
  private final InputStream file;
  private InputStream listing;
  private long lineNumber;

  /** Opens the listing. If it cannot be opened, this is a finding. */
  ContentsCheck(Path path, Findings findings) throws IOException {
    this.findings = findings;
    this.name = path.getFileName().toString();
    file = Files.newInputStream(path);
    try {
      listing = new BufferedInputStream(new GZIPInputStream(file, 1 << 16), 1 << 16);
    } catch (IOException e) {
      findings.add(name, "cannot be decompressed: " + e.getMessage());
    }
  }

  @Override
  public void end(Entry complete) {
    String should = expected.next(complete).toString();
    if (listing == null) {
      return;
    }
    String is = nextLine();
    if (listing != null && !should.equals(is)) {
      String has = is == null ? "has ended" : "is '" + shown(is) + "'";
      findings.add(name, "line " + lineNumber + ": " + has + ", should be '" + shown(should) + "'");
      listing = null;
    }
  }

  /** Checks that the listing ends with the archive. */
  void finish() {
    if (listing != null) {
      String more = nextLine();
      if (more != null) {
        findings.add(name, "line " + lineNumber + ": more than the archive has: " + shown(more));
      }
    }
  }

  private static String shown(String line) {
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
  }

  /** The next line, or null at the end and after a read error. */
  private String nextLine() {
    lineNumber++;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      int b = listing.read();
      if (b < 0) {
        return null;
      }
      while (b >= 0 && b != '\n' && line.size() < IndexLine.MAX_LENGTH) {
        line.write(b);
        b = listing.read();
      }
    } catch (IOException e) {
      findings.add(name, "line " + lineNumber + ": cannot be decompressed: " + e.getMessage());
      listing = null;
      return null;
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
