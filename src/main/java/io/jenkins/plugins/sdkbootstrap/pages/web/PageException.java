package io.jenkins.plugins.sdkbootstrap.pages.web;

import hudson.model.Run;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** Says in one line why a page cannot be shown: as a page, or as plain text to a program. */
@Restricted(NoExternalUse.class)
public final class PageException extends RuntimeException implements HttpResponse {

  private static final long serialVersionUID = 1L;

  private static final int RETRY_SECONDS = 3;

  private final transient Run<?, ?> run;
  private final int status;

  private PageException(Run<?, ?> run, int status, String line) {
    super(line, null, false, false);
    this.run = run;
    this.status = status;
  }

  /** What was asked for is not there. */
  public static PageException notFound(Run<?, ?> run, String line) {
    return new PageException(run, HttpServletResponse.SC_NOT_FOUND, line);
  }

  /** What was asked for makes no sense. */
  public static PageException wrong(Run<?, ?> run, String line) {
    return new PageException(run, HttpServletResponse.SC_BAD_REQUEST, line);
  }

  /** It is there, but cannot be read. */
  public static PageException broken(Run<?, ?> run, String line) {
    return new PageException(run, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, line);
  }

  /** It will be there soon; a browser asks again by itself. */
  public static PageException later(Run<?, ?> run, String line) {
    return new PageException(run, HttpServletResponse.SC_SERVICE_UNAVAILABLE, line);
  }

  @Override
  public void generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node)
      throws IOException, ServletException {
    boolean waiting = status == HttpServletResponse.SC_SERVICE_UNAVAILABLE;
    rsp.setStatus(status);
    if (waiting) {
      rsp.setHeader("Retry-After", Integer.toString(RETRY_SECONDS));
    }
    String accepted = req.getHeader("Accept");
    boolean page = accepted != null && accepted.contains("text/html");
    if (page && !ApiPath.isApi(req.getRestOfPath())) {
      if (waiting) {
        rsp.setHeader("Refresh", Integer.toString(RETRY_SECONDS));
      }
      req.getView(new ProblemPage(run, getMessage(), waiting), "index.jelly").forward(req, rsp);
    } else {
      rsp.setContentType("text/plain;charset=UTF-8");
      rsp.getWriter().println(getMessage());
    }
  }
}
