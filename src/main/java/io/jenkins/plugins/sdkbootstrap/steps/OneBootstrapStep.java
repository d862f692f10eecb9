package io.jenkins.plugins.sdkbootstrap.steps;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** A step about one bootstrap, called by {@code bootstrapSdk} only. */
@Restricted(NoExternalUse.class)
public abstract class OneBootstrapStep extends Step {

  private final String sdk;
  private final String arch;
  private final String version;

  OneBootstrapStep(String sdk, String arch, String version) {
    this.sdk = sdk;
    this.arch = arch;
    this.version = version;
  }

  /** What a Pipeline calls such a step with. */
  static Map<String, Object> arguments(BootstrapId bootstrap) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("sdk", bootstrap.sdk());
    arguments.put("arch", bootstrap.arch());
    arguments.put("version", bootstrap.version().text());
    return arguments;
  }

  public String getSdk() {
    return sdk;
  }

  public String getArch() {
    return arch;
  }

  public String getVersion() {
    return version;
  }

  BootstrapId bootstrap() {
    return new BootstrapId(sdk, arch, new Version(version));
  }
}
