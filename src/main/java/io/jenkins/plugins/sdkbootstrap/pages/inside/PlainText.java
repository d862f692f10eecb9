package io.jenkins.plugins.sdkbootstrap.pages.inside;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** Text that is no page, and that a browser takes for nothing else. */
final class PlainText implements HttpResponse {

  private final String text;

  PlainText(String text) {
    this.text = text;
  }

  @Override
  public void generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node)
      throws IOException {
    rsp.setHeader("X-Content-Type-Options", "nosniff");
    rsp.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    rsp.setContentType("text/plain;charset=UTF-8");
    rsp.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
