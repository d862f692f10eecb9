package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.ProxyConfiguration;
import java.net.http.HttpClient;
import java.time.Duration;
import jenkins.model.Jenkins;

/** Asks the servers that artifacts are on, by the proxy that Jenkins is told to use now. */
final class RemoteClient {

  private static final Duration CONNECT = Duration.ofSeconds(20);

  private HttpClient client;
  private ProxyConfiguration proxy;

  /** The client; each has threads of its own, so one is kept while the proxy stays the same. */
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
