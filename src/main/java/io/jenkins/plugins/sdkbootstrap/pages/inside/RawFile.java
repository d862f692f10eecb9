package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.diff.FileText;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.pages.web.PageException;
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
 * Sends a file's content. A browser runs nothing of it: it comes as plain text or to be saved, must
 * not be guessed at, and is in a sandbox.
 *
 * @param text whether it comes as plain text, and not to be saved
 */
record RawFile(StageAddress stage, Entry file, boolean text) implements HttpResponse {

  /** How many of its bytes tell its charset. */
  private static final int GUESSED_BY = 64 << 10;

  /** Text that is no file, in the same sandbox. */
  static HttpResponse plain(String text) {
    return new HttpResponse() {
      @Override
      public void generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node)
          throws IOException {
        isolate(rsp);
        rsp.setContentType("text/plain;charset=UTF-8");
        rsp.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private static void isolate(StaplerResponse2 rsp) {
    rsp.setHeader("X-Content-Type-Options", "nosniff");
    rsp.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
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
        // The reader must see that the rest is missing.
        throw e;
      }
      rsp.reset();
      PageException.broken(stage.run(), e.getMessage()).generateResponse(req, rsp, node);
    }
  }

  private void send(InputStream content, StaplerRequest2 req, StaplerResponse2 rsp)
      throws IOException {
    byte[] head = content.readNBytes(GUESSED_BY);
    boolean cut = head.length < file.size();
    isolate(rsp);
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

  /** Has the name in ASCII, which every browser takes, and in UTF-8. */
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
