package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.remoting.RemoteOutputStream;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Sends a file of an agent to the controller as it is. Jenkins' own way compresses all files once
 * more, which takes longer than all else that is done with a tarball, and sends pieces of 8 KiB.
 *
 * @param to a {@link RemoteOutputStream}; closed at the end
 */
@Restricted(NoExternalUse.class)
public record SendTask(OutputStream to) implements ControllerToAgentFileCallable<Void> {

  /** Half of the bytes that Remoting lets be under way. */
  public static final int PIECE = 512 * 1024;

  @Override
  public Void invoke(File file, VirtualChannel channel) throws IOException, InterruptedException {
    if (!Files.isRegularFile(file.toPath(), LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("the agent cannot send " + file.getName() + ": it is no plain file");
    }
    byte[] piece = new byte[PIECE];
    try (InputStream in = Files.newInputStream(file.toPath(), LinkOption.NOFOLLOW_LINKS);
        OutputStream out = to) {
      for (int n = in.readNBytes(piece, 0, piece.length);
          n > 0;
          n = in.readNBytes(piece, 0, piece.length)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        out.write(piece, 0, n);
      }
    }
    return null;
  }
}
