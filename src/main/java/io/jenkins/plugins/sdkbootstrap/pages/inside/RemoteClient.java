package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.ProxyConfiguration;
import java.net.http.HttpClient;
import java.time.Duration;
import jenkins.model.Jenkins;

/** The HTTP client for servers that artifacts are on. Uses the proxy that Jenkins is set to. */
final class RemoteClient {

  private static final Duration CONNECT = Duration.ofSeconds(20);

  private HttpClient client;
  private ProxyConfiguration proxy;

  /** The client. Each one has threads, so one is kept as long as the proxy stays the same. */
  synchronized HttpClient get() {
    ProxyConfiguration now = Jenkins.get().getProxy();
    if (client == null || proxy != now) {
      proxy = now;
      client =
          ProxyConfiguration.newHttpClientBuilder()
              .followRedirects(HttpClient.Redirect.NORMAL)
              .connectTimeout(CONNECT)
              .build();
    }
    return client;
  }
}
