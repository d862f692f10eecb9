package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.diff.FileText;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import jakarta.servlet.ServletException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * A file's content as it is. Whatever it holds, a browser runs nothing of it: it is plain text or
 * something to be saved, no guessing, and in a sandbox of its own.
 */
final class RawFile implements HttpResponse {

  /** So much of it tells how it is encoded. */
  private static final int GUESSED_BY = 64 << 10;

  private final StagePage stage;
  private final Entry file;
  private final boolean text;

  private RawFile(StagePage stage, Entry file, boolean text) {
    this.stage = stage;
    this.file = file;
    this.text = text;
  }

  /** To be read in the browser. */
  static RawFile text(StagePage stage, Entry file) {
    return new RawFile(stage, file, true);
  }

  /** To be saved. */
  static RawFile download(StagePage stage, Entry file) {
    return new RawFile(stage, file, false);
  }

  @Override
  public void generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node)
      throws IOException, ServletException {
    try {
      stage.with(
          archive -> {
            try (InputStream content = archive.read(file.path())) {
              send(content, req, rsp);
            }
            return null;
          });
    } catch (ArchiveException e) {
      if (rsp.isCommitted()) {
        // Whoever reads it must see that it broke off.
        throw e;
      }
      rsp.reset();
      PageException.broken(stage.getRun(), e.getMessage()).generateResponse(req, rsp, node);
    }
  }

  private void send(InputStream content, StaplerRequest2 req, StaplerResponse2 rsp)
      throws IOException {
    byte[] head = content.readNBytes(GUESSED_BY);
    boolean cut = head.length < file.size();
    rsp.setHeader("X-Content-Type-Options", "nosniff");
    rsp.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    rsp.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    rsp.setHeader("Cache-Control", "private, no-cache");
    if (text) {
      Optional<FileText> guess = FileText.of(head, cut);
      Charset charset = guess.map(FileText::charset).orElse(StandardCharsets.ISO_8859_1);
      rsp.setContentType("text/plain;charset=" + charset.name());
    } else {
      rsp.setContentType("application/octet-stream");
      rsp.setHeader("Content-Disposition", disposition(file.path().name()));
    }
    rsp.setHeader("Content-Length", Long.toString(file.size()));
    if (!"HEAD".equals(req.getMethod())) {
      OutputStream out = rsp.getOutputStream();
      new SequenceInputStream(new ByteArrayInputStream(head), content).transferTo(out);
    }
  }

  /** The name in letters that every browser takes, and as it is. */
  static String disposition(RootPath name) {
    String shown = name.toString();
    StringBuilder plain = new StringBuilder();
    shown
        .chars()
        .map(c -> c < ' ' || c > '~' || "\"\\/:*?<>|%".indexOf(c) >= 0 ? '_' : c)
        .forEach(c -> plain.append((char) c));
    String encoded =
        URLEncoder.encode(shown, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
  }
}
