package org.kohsuke.stapler;

public class HttpResponses {
  public abstract static class HttpResponseException extends RuntimeException
      implements HttpResponse {}

  public static native HttpResponseException redirectViaContextPath(String relative);
}
