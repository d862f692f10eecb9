package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.Api;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kohsuke.stapler.ForwardToView;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** Takes {@code /api/json} and its like off the end of a path behind which anything can come. */
final class ApiPath {

  private static final Pattern API = Pattern.compile("^(.*)/api(/(?:json|xml|python|schema)?)?$");

  private final String path;
  private final String flavor;

  /** Parts what comes behind a page's own path. */
  ApiPath(String restOfPath) {
    Matcher matcher = API.matcher(restOfPath);
    boolean api = matcher.matches();
    path = api ? matcher.group(1) : restOfPath;
    String wanted = api ? matcher.group(2) : null;
    flavor = !api ? null : wanted == null ? "/" : wanted;
  }

  /** Whether a program asks. */
  static boolean isApi(String restOfPath) {
    return API.matcher(restOfPath).matches();
  }

  /** The path without it. */
  String path() {
    return path;
  }

  /** What was taken off. */
  String suffix() {
    return flavor == null ? "" : "/api" + flavor;
  }

  /** The object's page, or what of it is exported. */
  HttpResponse show(Object shown) {
    if (flavor == null) {
      return new ForwardToView(shown, "index.jelly");
    }
    return new HttpResponse() {
      @Override
      public void generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node)
          throws IOException, ServletException {
        rsp.forward(new Api(shown), flavor, req);
      }
    };
  }
}
