package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PackagesTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private String archive(String name, String version) throws Exception {
    Path root = folder.newFolder().toPath();
    Files.createDirectories(root.resolve("var/lib/pkg"));
    Files.createDirectories(root.resolve("usr"));
    Files.writeString(root.resolve("usr/z"), version);
    Files.writeString(
        root.resolve("var/lib/pkg/z"), "#version: " + version + "\n#license: Zlib\nusr/z\n");
    String archive = folder.getRoot().toPath().resolve(name).toString();
    TinySdk.command("archive", root.toString(), archive).requireDone();
    return archive;
  }

  @Test
  public void anArchiveAndItsSbomListItsPackages() throws Exception {
    String archive = archive("a.tar.zst", "1.0");
    assertEquals(
        """
        PACKAGE  VERSION  ARCH  SIZE  LICENSES
        z        1.0            3 B   Zlib

        1 package, 3 B; 0 files, 0 B, in no package
        """,
        TinySdk.command("packages", archive).requireDone().out());
    JsonNode json =
        new ObjectMapper()
            .readTree(TinySdk.command("packages", "--json", archive).requireDone().out());
    assertEquals("pkg:generic/z@1.0", json.at("/packages/0/purl").textValue());
    byte[] beside = Files.readAllBytes(folder.getRoot().toPath().resolve("a.cdx.json"));
    assertEquals(List.of(), new JsonParser().validate(beside, Version.VERSION_16));
    assertEquals(
        new String(beside), TinySdk.command("packages", "--sbom", archive).requireDone().out());
  }

  @Test
  public void differencesAreByPackage() throws Exception {
    String a = archive("a.tar.zst", "1.9");
    String b = archive("b.tar.zst", "1.10");
    TinySdk.Outcome text = TinySdk.command("diff", "--packages", a, b);
    assertEquals(
        """
        1 package changed, +1 B: 1 upgraded

        CHANGE    PACKAGE  BEFORE  AFTER  GROWTH  FLAGS
        upgraded  z        1.9     1.10   +1 B
        """,
        text.out());
    assertEquals(Exit.FAILED, text.status());
    assertTrue(
        TinySdk.command("diff", "--packages", "--markdown", a, b)
            .out()
            .contains("| upgraded | z | 1.9 | 1.10 | +1 B |  |\n"));
    JsonNode json =
        new ObjectMapper().readTree(TinySdk.command("diff", "--packages", "--json", b, a).out());
    assertEquals(1, json.at("/counts/downgraded").intValue());
    assertEquals(-1, json.at("/growth").intValue());
    assertEquals(
        "no differences\n", TinySdk.command("diff", "--packages", a, a).requireDone().out());
  }

  @Test
  public void whatMakesNoSenseIsSaidInOneLine() throws Exception {
    Path root = folder.newFolder().toPath();
    String archive = folder.getRoot().toPath().resolve("none.tar.zst").toString();
    TinySdk.command("archive", root.toString(), archive).requireDone();
    TinySdk.Outcome none = TinySdk.command("packages", archive);
    assertEquals(Exit.FAILED, none.status());
    assertTrue(none.err(), none.err().contains("no known package database"));
    assertEquals(
        Exit.WRONG_INPUT, TinySdk.command("packages", "--sbom", "--json", archive).status());
    assertEquals(
        Exit.WRONG_INPUT, TinySdk.command("diff", "--markdown", archive, archive).status());
  }

  @Test
  public void theRecordOfAStageHasTheDigestOfItsSbom() throws Exception {
    TinySdk.assumeChroot(folder.getRoot().toPath());
    TinySdk sdk = TinySdk.create(folder.newFolder().toPath());
    sdk.script(1, "mkdir -p $STAGE_ROOT/var/lib/pkg; echo bin/sh >$STAGE_ROOT/var/lib/pkg/shell; ");
    sdk.bootstrap().requireDone();
    ArchiveFiles files = new ArchiveFiles(sdk.tarball(1));
    StageRecord of = StageRecord.parse("record", Files.readAllBytes(files.record()));
    assertEquals(1, of.tarball().packages().count());
    Path sbom = files.sbom();
    assertEquals(
        "tiny-sdk", new JsonParser().parse(sbom.toFile()).getMetadata().getComponent().getName());
    String tarball = sdk.tarball(1).toString();
    assertEquals(
        Files.readString(sbom), TinySdk.command("packages", "--sbom", tarball).requireDone().out());
    TinySdk.command("verify", tarball).requireDone();
    Files.writeString(sbom, "{}");
    TinySdk.Outcome changed = TinySdk.command("verify", tarball);
    assertEquals(Exit.FAILED, changed.status());
    assertTrue(changed.toString(), changed.toString().contains(".cdx.json: is sha256:"));
  }

  @Test
  public void theSbomHasTheReleasesNameTooAndDamageDoesNotFailTheStage() throws Exception {
    TinySdk.assumeChroot(folder.getRoot().toPath());
    TinySdk sdk = TinySdk.create(folder.newFolder().toPath());
    sdk.script(
        3,
        "mkdir -p $STAGE_ROOT/var/lib/pkg $STAGE_ROOT/var/lib/rpm; cd $STAGE_ROOT/var/lib;"
            + " echo bin/sh >pkg/shell; echo none >rpm/rpmdb.sqlite; ");
    TinySdk.Outcome outcome = sdk.bootstrap().requireDone();
    assertTrue(
        outcome.err(),
        outcome.err().contains("packages: var/lib/rpm/rpmdb.sqlite: is not an SQLite database"));
    Path last = new ArchiveFiles(sdk.tarball(3)).sbom();
    Path release =
        last.resolveSibling(
            "tiny-sdk-" + last.getFileName().toString().replaceFirst("^stage3-", ""));
    assertEquals(Files.readString(last), Files.readString(release));
    assertTrue(Files.readString(release).contains("\"aggregate\":\"incomplete\""));
    // Earlier stages have no package database, so they have no SBOM.
    assertFalse(Files.exists(new ArchiveFiles(sdk.tarball(1)).sbom()));
  }
}
