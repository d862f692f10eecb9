package io.jenkins.plugins.sdkbootstrap.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Makes bzip2 files for tests. */
final class Bzip2 {

  private Bzip2() {}

  /** So many copies of these bytes. */
  static byte[] compress(byte[] bytes, int copies) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream bzip2 = new BZip2CompressorOutputStream(out)) {
      for (int i = 0; i < copies; i++) {
        bzip2.write(bytes);
      }
    }
    return out.toByteArray();
  }
}
