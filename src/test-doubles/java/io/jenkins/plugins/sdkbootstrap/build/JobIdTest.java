package io.jenkins.plugins.sdkbootstrap.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import io.jenkins.plugins.sdkbootstrap.steps.PipelineJob;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class JobIdTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void staysAndIsMadeAnewWhereItsFileIsDamaged() throws Exception {
    PipelineJob job = new PipelineJob(folder.getRoot().toPath());
    String id = JobId.of(job);
    assertEquals(36, id.length());
    assertEquals(id, JobId.of(job));
    Path file = job.getRootDir().toPath().resolve("sdk-bootstrap-job-id");
    for (byte[] damaged : new byte[][] {{}, {(byte) 0xff, 0}, id.substring(1).getBytes()}) {
      Files.write(file, damaged);
      String anew = JobId.of(job);
      assertEquals(36, anew.length());
      assertNotEquals(id, anew);
      assertEquals(anew, Files.readString(file));
    }
  }
}
