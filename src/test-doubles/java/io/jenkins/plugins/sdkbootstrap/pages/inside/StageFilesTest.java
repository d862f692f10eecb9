package io.jenkins.plugins.sdkbootstrap.pages.inside;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineBuild;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineJob;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
