package io.jenkins.plugins.sdkbootstrap.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineBuild;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jenkins.model.Jenkins;
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
    Path file = id(job);
    for (byte[] damaged : new byte[][] {{}, {(byte) 0xff, 0}, id.substring(1).getBytes()}) {
      Files.write(file, damaged);
      String anew = JobId.of(job);
      assertEquals(36, anew.length());
      assertNotEquals(id, anew);
      assertEquals(anew, Files.readString(file));
    }
  }

  /** Only of a build that is known, and of which no copy runs, it is certain that it has ended. */
  @Test
  public void aBuildHasNotEndedWhereTheCopyOfItsJobRunsOneOfItsNumber() throws Exception {
    PipelineJob job = job("original");
    PipelineJob copy = job("copy");
    PipelineBuild build = job.newBuild();
    final PipelineBuild copied = copy.newBuild();
    String name = JobId.nameOf(build);
    JobId.forget();
    assertFalse(JobId.hasEnded(name));
    build.end(Result.SUCCESS);
    assertTrue(JobId.hasEnded(name));
    Files.copy(id(job), id(copy));
    JobId.forget();
    assertFalse(JobId.hasEnded(name));
    copied.end(Result.SUCCESS);
    assertTrue(JobId.hasEnded(name));
    Files.delete(id(job));
    Files.delete(id(copy));
    JobId.forget();
    assertFalse(JobId.hasEnded(name));
  }

  @Test
  public void findsAJobThatWasRenamedOnDisk() throws Exception {
    PipelineJob job = job("before");
    String id = JobId.of(job);
    assertEquals(Optional.of("before"), JobId.name(id));
    Jenkins.get().remove(job);
    Jenkins.get().add(new PipelineJob("after", job.getRootDir().toPath()));
    assertEquals(Optional.of("after"), JobId.name(id));
  }

  private PipelineJob job(String name) throws Exception {
    PipelineJob job = new PipelineJob(name, folder.newFolder().toPath());
    Jenkins.get().add(job);
    return job;
  }

  private static Path id(PipelineJob job) {
    return job.getRootDir().toPath().resolve("sdk-bootstrap-job-id");
  }
}
