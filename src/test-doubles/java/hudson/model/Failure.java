package hudson.model;

import org.kohsuke.stapler.HttpResponse;

/** As the real one. */
public class Failure extends RuntimeException implements HttpResponse {
  public Failure(String message) {
    super(message);
  }
}
