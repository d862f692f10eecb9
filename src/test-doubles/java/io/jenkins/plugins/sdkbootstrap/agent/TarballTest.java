package io.jenkins.plugins.sdkbootstrap.agent;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.http.Http;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TarballTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void whatIsSentBeginsBeforeSomethingHasCome() throws Exception {
    AgentSettings settings =
        new AgentSettings(
            null,
            PrivilegeSetting.AUTO,
            folder.getRoot().toString(),
            1 << 20,
            Http.ofEnvironment(Map.of()));
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    new Tarball.Sent("a.tar", null, null, new ByteArrayInputStream(content), 7, null)
        .file(folder.getRoot().toPath(), settings, recording(told));
    assertEquals(List.of("started fetch a.tar, 7", "advanced 7", "finished"), told);
  }

  private static Progress recording(List<String> told) {
    return new Progress() {
      @Override
      public void started(String action, long total) {
        try {
          Thread.sleep(100); // by then all would have come
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        told.add("started " + action + ", " + total);
      }

      @Override
      public void advanced(long amount) {
        told.add("advanced " + amount);
      }

      @Override
      public void finished() {
        told.add("finished");
      }

      @Override
      public void note(String line) {
        told.add(line);
      }
    };
  }
}
