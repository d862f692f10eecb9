package io.jenkins.plugins.sdkbootstrap.packages;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SbomReaderTest {

  private static final Sbom.Subject SDK = new Sbom.Subject("my-sdk", "1", "amd64", 4);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PackageList list() throws IOException {
    return new PackagesRoot(folder.newFolder().toPath().resolve("root"))
        .all()
        .packages("a.tar.zst");
  }

  private static List<SdkPackage> read(String sbom) throws IOException {
    return SbomReader.read(sbom.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  public void whatWasWrittenIsRead() throws Exception {
    PackageList list = list();
    List<SdkPackage> read = SbomReader.read(Sbom.write(list, SDK));
    assertEquals(list.packages().size(), read.size());
    for (int i = 0; i < read.size(); i++) {
      SdkPackage p = list.packages().get(i);
      SdkPackage q = read.get(i);
      // An SBOM has one expression in the place of several licenses, and does not say what is
      // missing.
      assertEquals(
          p,
          new SdkPackage(
              q.format(),
              q.name(),
              q.version(),
              q.arch(),
              q.slot(),
              q.origin(),
              q.flags(),
              p.licenses(),
              q.purl(),
              q.size(),
              q.files(),
              p.missing()));
      assertEquals(p.licenses().isEmpty(), q.licenses().isEmpty());
    }
    assertTrue(PackageDiff.between(read, read).isEmpty());
  }

  @Test
  public void sbomsOfOthersAreReadToo() throws Exception {
    List<SdkPackage> read =
        read(
            "{\"x\":[{\"y\":[1]}],\"components\":[{\"name\":\"a\",\"hashes\":[{\"alg\":\"x\"}],\"supplier\":{}},"
                + "{\"name\":\"b\",\"version\":\"1\",\"licenses\":[{\"license\":{\"id\":\"MIT\"}}]}]}");
    assertEquals(2, read.size());
    assertEquals(List.of("MIT"), read.get(1).licenses());
  }

  @Test
  public void whatIsNoneIsRefused() throws Exception {
    for (String sbom :
        List.of(
            "",
            "[]",
            "{\"components\":[{}]}",
            "{\"components\":[{\"name\":",
            "{\"components\":[{\"name\":\"a\",\"properties\":[{\"name\":\"sdk-bootstrap:size\","
                + "\"value\":\"much\"}]}]}",
            "{\"components\":[" + "{\"name\":\"a\"},".repeat(100_001) + "{}]}")) {
      assertThrows(sbom, IOException.class, () -> read(sbom));
    }
  }

  @Test
  public void anyDamageIsAnErrorOfReading() throws Exception {
    byte[] sbom = Sbom.write(list(), SDK);
    Random random = new Random(18);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = Arrays.copyOf(sbom, random.nextInt(sbom.length));
      if (i % 2 == 0) {
        damaged = sbom.clone();
        damaged[random.nextInt(sbom.length)] = (byte) random.nextInt(256);
      }
      try {
        SbomReader.read(damaged);
      } catch (IOException e) {
        refused++;
      }
    }
    assertTrue("only " + refused, refused > 1000);
  }
}
