package io.jenkins.plugins.sdkbootstrap.packages;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Composition;
import org.cyclonedx.parsers.JsonParser;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SbomTest {

  private static final Sbom.Subject SDK = new Sbom.Subject("my-sdk", "1.0+1", "amd64", 4);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PackageList all(String name) throws Exception {
    return new PackagesRoot(folder.newFolder().toPath().resolve("root")).all().packages(name);
  }

  @Test
  public void anSbomIsValidAndSaysWhatTheDatabasesSay() throws Exception {
    PackageList list = all("a.tar.zst");
    byte[] sbom = Sbom.write(list, SDK);
    assertEquals(List.of(), new JsonParser().validate(sbom, Version.VERSION_16));
    Bom bom = new JsonParser().parse(sbom);
    assertEquals("1.6", bom.getSpecVersion());
    assertFalse(new String(sbom, StandardCharsets.UTF_8).contains("timestamp"));
    assertEquals("my-sdk", bom.getMetadata().getComponent().getName());
    assertEquals("1.0+1", bom.getMetadata().getComponent().getVersion());
    assertEquals(Component.Type.OPERATING_SYSTEM, bom.getMetadata().getComponent().getType());
    assertEquals(list.packages().size(), bom.getComponents().size());
    for (int i = 0; i < list.packages().size(); i++) {
      assertEquals(list.packages().get(i).name(), bom.getComponents().get(i).getName());
      assertEquals(list.packages().get(i).purl(), bom.getComponents().get(i).getPurl());
    }
    Component portage = component(bom, "sys-apps/hello");
    assertEquals(
        "(GPL-2.0-or-later OR MIT) AND OpenSSL", portage.getLicenses().getExpression().getValue());
    assertEquals("Zlib", component(bom, "zlib").getLicenses().getLicenses().get(0).getId());
    assertEquals(Composition.Aggregate.UNKNOWN, bom.getCompositions().get(0).getAggregate());
  }

  private static Component component(Bom bom, String name) {
    return bom.getComponents().stream().filter(c -> c.getName().equals(name)).findFirst().get();
  }

  @Test
  public void theSamePackagesGiveTheSameBytes() throws Exception {
    byte[] once = Sbom.write(all("a.tar.zst"), SDK);
    assertArrayEquals(once, Sbom.write(all("b.tar.zst"), SDK));
    Sbom.Subject other = new Sbom.Subject("my-sdk", "1.0+2", "amd64", 4);
    assertNotEquals(
        new JsonParser().parse(once).getSerialNumber(),
        new JsonParser().parse(Sbom.write(all("c.tar.zst"), other)).getSerialNumber());
  }

  @Test
  public void unknownLicensesAreNamedAndWhatIsDamagedMakesItIncomplete() throws Exception {
    PackageList list =
        new PackagesRoot(folder.newFolder().toPath().resolve("root"))
            .plain()
            .file("var/lib/pkg/own", "#license: our own words\nusr\n")
            .file("var/lib/pkg/odd", "\0")
            .packages("a.tar.zst");
    byte[] sbom = Sbom.write(list, SDK);
    assertEquals(List.of(), new JsonParser().validate(sbom, Version.VERSION_16));
    Bom bom = new JsonParser().parse(sbom);
    assertEquals(
        "our own words", component(bom, "own").getLicenses().getLicenses().get(0).getName());
    assertEquals(Composition.Aggregate.INCOMPLETE, bom.getCompositions().get(0).getAggregate());
  }
}
