package io.jenkins.plugins.sdkbootstrap.pages.web;

import hudson.model.Api;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.ForwardToView;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** Separates {@code /api/json} and the like from the end of a path that can hold any name. */
@Restricted(NoExternalUse.class)
public final class ApiPath {

  private static final Pattern API = Pattern.compile("^(.*)/api(/(?:json|xml|python|schema)?)?$");

  private final String path;
  private final String flavor;

  /** Splits the part of a URL that follows a page's own path. */
  public ApiPath(String restOfPath) {
    Matcher matcher = API.matcher(restOfPath);
    boolean api = matcher.matches();
    path = api ? matcher.group(1) : restOfPath;
    flavor = !api ? null : matcher.group(2) == null ? "/" : matcher.group(2);
  }

  /** Whether a program asks for the API. */
  public static boolean isApi(String restOfPath) {
    return API.matcher(restOfPath).matches();
  }

  /** The path without the API suffix. */
  public String path() {
    return path;
  }

  /** The API suffix; empty where there is none. */
  public String suffix() {
    return flavor == null ? "" : "/api" + flavor;
  }

  /** Shows the object's page, or what it exports to programs. */
  public HttpResponse show(Object shown) {
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
