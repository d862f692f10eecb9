package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.AbortException;
import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.http.Http;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What work on an agent is to go by, sent there with it.
 *
 * @param asked the privilege that the step asks for; null to leave it to sdk.yaml
 * @param configured the privilege where sdk.yaml leaves it open, too
 * @param cacheFolder on the agent, absolute
 * @param cacheBytes how much the agent keeps
 * @param proxy Jenkins' own, for agents whose environment names none
 */
@Restricted(NoExternalUse.class)
public record AgentSettings(
    PrivilegeSetting asked,
    PrivilegeSetting configured,
    String cacheFolder,
    long cacheBytes,
    Http proxy)
    implements Serializable {

  /** The agent's cache; called there. */
  AgentCache cache() {
    return new AgentCache(Path.of(cacheFolder), cacheBytes, Clock.systemUTC());
  }

  /** What the agent fetches by; called there. */
  Http http() {
    Http own = Http.ofEnvironment(System.getenv());
    return own.isSet() ? own : proxy;
  }

  /** Where the agent keeps the caches of sdk.yaml that have no path of their own. */
  Path stageCaches() {
    return Path.of(cacheFolder).resolve("stages");
  }

  /**
   * The privilege to ask for, by rank: the step's, sdk.yaml's, the configured one.
   *
   * @param config null where there is no sdk.yaml
   */
  PrivilegeSetting privilege(SdkConfig config) {
    if (asked != null) {
      return asked;
    }
    PrivilegeSetting ofConfig =
        config == null ? PrivilegeSetting.AUTO : PrivilegeSetting.parse(config.privilege());
    return ofConfig == PrivilegeSetting.AUTO ? configured : ofConfig;
  }

  /** The same as {@link #requirePrivilege(Path, String, SdkConfig)} where no programs are run. */
  Privilege requirePrivilege(Path workFolder) throws IOException, InterruptedException {
    return requirePrivilege(workFolder, System.getProperty("os.arch"), null);
  }

  /**
   * Finds out on the agent how commands get their rights.
   *
   * @param workFolder where roots are
   * @param arch whose programs run in them
   * @param config null where there is no sdk.yaml
   * @throws AbortException with a line for each thing that is missing
   */
  Privilege requirePrivilege(Path workFolder, String arch, SdkConfig config)
      throws IOException, InterruptedException {
    Preflight preflight =
        Preflight.check(new Preflight.Need(privilege(config), workFolder, arch, 0, 0));
    List<String> errors =
        preflight.findings().stream()
            .filter(f -> f.severity() == Finding.Severity.ERROR)
            .map(Finding::line)
            .toList();
    if (!errors.isEmpty()) {
      throw new AbortException("stages cannot run on this agent: " + String.join("\n", errors));
    }
    return preflight.privilege().orElseThrow();
  }
}
