package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.BulkInput;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.tar.TarEntryStream;
import java.io.IOException;
import java.security.MessageDigest;

/** The content of a file in an archive. At its end it was verified against the index. */
final class EntryContent extends BulkInput {

  private final String archive;
  private final TarEntryStream stream;
  private final Entry expected;
  private final MessageDigest sha256 = Digest.newSha256();
  private boolean proved;

  /**
   * Reads the content of the entry whose headers were read.
   *
   * @param archive the archive's name for errors
   * @throws ArchiveException if the headers do not match the index
   */
  EntryContent(String archive, TarEntryStream stream, Entry expected) throws ArchiveException {
    this.archive = archive;
    this.stream = stream;
    this.expected = expected;
    Entry found = stream.entry();
    if (!found.path().equals(expected.path())
        || found.type() != expected.type()
        || found.size() != expected.size()) {
      throw new ArchiveException(
          ("the index does not match the archive: it says %s, the archive has %s; remove the "
                  + "index, and it is created again")
              .formatted(expected.path(), found.path()));
    }
  }

  @Override
  public int readSome(byte[] into, int offset, int most) throws IOException {
    int n = stream.read(into, offset, most);
    if (n > 0) {
      sha256.update(into, offset, n);
    } else if (n < 0 && !proved) {
      prove();
    }
    return n;
  }

  private void prove() throws ArchiveException {
    proved = true;
    Digest found = Digest.sha256(sha256.digest());
    if (expected.sha256() != null && !found.equals(expected.sha256())) {
      throw new ArchiveException(
          "%s: %s: its content is %s, but the index says %s"
              .formatted(archive, expected.path(), found, expected.sha256()));
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
