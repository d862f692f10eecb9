package io.jenkins.plugins.sdkbootstrap.build;

import hudson.FilePath;
import hudson.remoting.RemoteOutputStream;
import io.jenkins.plugins.sdkbootstrap.agent.ArchiveTask;
import io.jenkins.plugins.sdkbootstrap.agent.SendTask;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A tarball on its way to the controller: it comes while the agent writes it, and gets its name
 * when it is taken as an artifact. Closing it before that removes it.
 */
@Restricted(NoExternalUse.class)
public final class TarballUpload implements Closeable {

  private final StagedFile file;
  private volatile IOException failure;

  /**
   * Begins.
   *
   * @param artifact the file; null where artifacts are no files here
   */
  TarballUpload(Path artifact) throws IOException {
    if (artifact == null) {
      file = null;
    } else {
      Files.createDirectories(artifact.getParent());
      file = StagedFile.create(artifact);
    }
  }

  /**
   * Has an agent archive a root.
   *
   * @return the stage's record, checked
   */
  public StageRecord archive(FilePath workspace, ArchiveTask task)
      throws IOException, InterruptedException {
    ArchiveTask sending =
        file == null ? task : task.sendingTo(new RemoteOutputStream(new Received(file.stream())));
    try {
      return new SentRecord(task).read(workspace.act(sending));
    } catch (IOException e) {
      throw failure == null ? e : failure; // the agent knows only that its stream broke
    }
  }

  /**
   * Gives the file its name.
   *
   * @param there the tarball on the agent, which is sent now if it was not while it was written
   */
  void commit(FilePath there) throws IOException, InterruptedException {
    if (file.channel().size() == 0) {
      there.act(new SendTask(new RemoteOutputStream(new Received(file.stream()))));
    }
    file.commit();
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  /** Knows why it could not be written. */
  private final class Received extends FilterOutputStream {

    Received(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
