package io.jenkins.plugins.sdkbootstrap.pages.inside;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.sdkbootstrap.archive.Entries;
import io.jenkins.plugins.sdkbootstrap.build.StageArtifacts;
import io.jenkins.plugins.sdkbootstrap.index.IndexLimits;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineBuild;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StageFilesTest {

  private static final String TARBALL = "sdk/stage1-amd64-1.tar.zst";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void anSbomIsTheOneOnRecordOrRefused() throws Exception {
    PipelineBuild build = new PipelineJob(folder.getRoot().toPath()).newBuild();
    Path sbom = build.artifacts().resolve("sdk/stage1-amd64-1.cdx.json");
    Files.createDirectories(sbom.getParent());
    Files.writeString(sbom, "one");
    StageFiles files = new StageFiles(build, TARBALL, "none", "none");
    assertArrayEquals("one".getBytes(), files.readSbom(Samples.sha256("one")));
    assertEquals(
        "sdk/stage1-amd64-1.cdx.json is not the SBOM that was made with this stage",
        assertThrows(ArchiveException.class, () -> files.readSbom(Samples.sha256("two")))
            .getMessage());
    Files.write(sbom, new byte[(16 << 20) + 1]);
    assertThrows(
        ArchiveException.class, () -> files.readSbom(Samples.sha256("\0".repeat((16 << 20) + 1))));
    Files.delete(sbom);
    assertThrows(ArchiveException.class, () -> files.readSbom(Samples.sha256("one")));
  }

  @Test
  public void aKeptIndexIsLoadedOnlyForItsTarballAndIfItIsWhole() throws Exception {
    PipelineBuild build = new PipelineJob(folder.getRoot().toPath()).newBuild();
    StageFiles files = new StageFiles(build, TARBALL, "sdk/stage1-amd64-1.mtree.zst", "one");
    assertEquals(Optional.empty(), files.keptIndex(IndexLimits.NONE));
    files.keep(Entries.loaded());
    assertEquals("without a tarball", Optional.empty(), files.keptIndex(IndexLimits.NONE));
    Files.createDirectories(build.artifacts().resolve("sdk"));
    Files.createFile(build.artifacts().resolve(TARBALL));
    files.keep(Entries.loaded(Entries.file("a", "x")));
    assertEquals(2, files.keptIndex(IndexLimits.NONE).orElseThrow().count());
    StageFiles archivedAgain = new StageFiles(build, TARBALL, files.index(), "two");
    assertEquals(Optional.empty(), archivedAgain.keptIndex(IndexLimits.NONE));
    Path kept = StageArtifacts.keptIndex(build, TARBALL);
    Files.write(kept, Arrays.copyOf(Files.readAllBytes(kept), 20));
    assertEquals(Optional.empty(), files.keptIndex(IndexLimits.NONE));
    archivedAgain.keep(Entries.loaded());
    assertEquals(1, archivedAgain.keptIndex(IndexLimits.NONE).orElseThrow().count());
    Path deleted = build.getRootDir().toPath();
    Files.move(deleted, deleted.resolveSibling("deleted"));
    assertThrows(IOException.class, () -> files.createDirectory(kept.getParent()));
    assertFalse(Files.exists(deleted));
  }
}
