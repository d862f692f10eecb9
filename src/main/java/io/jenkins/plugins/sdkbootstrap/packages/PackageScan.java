package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndexBuilder;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.IOException;

/** Finds the packages of a root while it is archived. About 80 bytes an entry. */
public final class PackageScan implements EntryVisitor {

  private final ArchiveIndexBuilder tree = new ArchiveIndexBuilder().withoutDigests();
  private final DatabaseFiles files = new DatabaseFiles();

  @Override
  public void begin(Entry header) {
    files.begin(header);
  }

  @Override
  public void content(byte[] buffer, int offset, int length) {
    files.content(buffer, offset, length);
  }

  @Override
  public void end(Entry complete) throws IOException {
    files.end(complete);
    tree.add(complete);
  }

  /** The packages, after all of the root was seen; to be called once. */
  public PackageList packages() {
    return PackageList.of(tree.build(), files);
  }
}
