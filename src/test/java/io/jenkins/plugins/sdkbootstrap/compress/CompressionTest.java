package io.jenkins.plugins.sdkbootstrap.compress;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class CompressionTest {

  @Test
  public void isChosenByEitherSpelling() {
    assertEquals(
        List.of("zstd", "zst", "bzip2", "bz2", "xz", "gzip", "gz", "none"), Compression.ids());
    for (Compression compression : Compression.values()) {
      assertEquals(Optional.of(compression), Compression.ofId(compression.id()));
    }
    assertEquals(Optional.of(Compression.ZSTD), Compression.ofId("zst"));
    assertEquals(Optional.of(Compression.BZIP2), Compression.ofId("bz2"));
    assertEquals(Optional.of(Compression.GZIP), Compression.ofId("gz"));
    assertEquals(Optional.empty(), Compression.ofId("lz4"));
    assertEquals(Optional.empty(), Compression.ofId(""));
  }
}
