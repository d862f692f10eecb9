package io.jenkins.plugins.sdkbootstrap.settings;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.PluginWrapper;
import hudson.ProxyConfiguration;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sdkbootstrap.agent.AgentSettings;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.http.Http;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * What holds for every bootstrap of this Jenkins unless a step says otherwise; {@code unclassified:
 * sdkBootstrap:} in Configuration as Code.
 */
@Extension
@Symbol("sdkBootstrap")
public class SdkBootstrapConfiguration extends GlobalConfiguration {

  private static final String DEFAULT_CACHE_FOLDER = "sdk-bootstrap-cache";
  private static final long GIGABYTE = 1_000_000_000L;
  private static final int DEFAULT_CACHE_GIGABYTES = 20;
  private static final int DEFAULT_KEPT_ROOTS = 2;
  private static final int DEFAULT_KEPT_GIGABYTES = 50;

  /** Where in an agent's root directory kept roots are. */
  private static final String KEPT_FOLDER = "sdk-bootstrap-kept";

  private String privilege = "auto";
  private String compression = Compression.ZSTD.id();
  private String cacheFolder = DEFAULT_CACHE_FOLDER;
  private int cacheGigabytes = DEFAULT_CACHE_GIGABYTES;
  private int keptRoots = DEFAULT_KEPT_ROOTS;
  private int keptGigabytes = DEFAULT_KEPT_GIGABYTES;

  /** Loads what was saved. */
  public SdkBootstrapConfiguration() {
    load();
  }

  /** The one that holds. */
  @Restricted(NoExternalUse.class)
  public static SdkBootstrapConfiguration get() {
    return ExtensionList.lookupSingleton(SdkBootstrapConfiguration.class);
  }

  /** The version of this plugin, for records. */
  @Restricted(NoExternalUse.class)
  public static String pluginVersion() {
    PluginWrapper plugin =
        Jenkins.get().getPluginManager().whichPlugin(SdkBootstrapConfiguration.class);
    return plugin == null ? "unknown" : plugin.getVersion();
  }

  /**
   * The settings for the work of a step on its agent.
   *
   * @param workspace on the agent
   * @param privilege what the step asks for, or null
   */
  @Restricted(NoExternalUse.class)
  public static AgentSettings agentSettings(FilePath workspace, String privilege)
      throws AbortException {
    SdkBootstrapConfiguration configuration = get();
    return new AgentSettings(
        privilege == null ? null : PrivilegeSetting.parse(privilege),
        PrivilegeSetting.parse(configuration.getPrivilege()),
        rootOf(workspace).child(configuration.getCacheFolder()).getRemote(),
        configuration.getCacheGigabytes() * GIGABYTE,
        http());
  }

  /** What the controller fetches by: through the proxy that Jenkins is set to. */
  @Restricted(NoExternalUse.class)
  public static Http http() {
    ProxyConfiguration proxy = Jenkins.get().getProxy();
    if (proxy == null || proxy.getName() == null || proxy.getName().isBlank()) {
      return Http.OF_JVM;
    }
    Http.Server server =
        new Http.Server(
            proxy.getName().trim(),
            proxy.getPort(),
            Util.fixEmptyAndTrim(proxy.getUserName()),
            proxy.getSecretPassword() == null ? "" : proxy.getSecretPassword().getPlainText());
    String direct = proxy.getNoProxyHost() == null ? "" : proxy.getNoProxyHost();
    return new Http(server, server, List.of(direct.trim().split("[\\s,|]+")));
  }

  /** Where the agent of a workspace keeps roots of failed stages, absolute. */
  @Restricted(NoExternalUse.class)
  public static String keptFolder(FilePath workspace) throws AbortException {
    return rootOf(workspace).child(KEPT_FOLDER).getRemote();
  }

  private static FilePath rootOf(FilePath workspace) throws AbortException {
    Computer computer = workspace.toComputer();
    Node node = computer == null ? null : computer.getNode();
    FilePath root = node == null ? null : node.getRootPath();
    if (root == null) {
      throw new AbortException(
          "the agent of the workspace " + workspace.getRemote() + " is not connected");
    }
    return root;
  }

  /** How stages get the right to their mounts: {@code auto}, {@code root}, {@code userns}, ... */
  public String getPrivilege() {
    return privilege;
  }

  @DataBoundSetter
  public void setPrivilege(String privilege) {
    this.privilege = PrivilegeSetting.parse(privilege).toString();
  }

  /** How stage tarballs are compressed: {@code zstd}, {@code bzip2}, ... */
  public String getCompression() {
    return compression;
  }

  @DataBoundSetter
  public void setCompression(String compression) {
    this.compression = Choices.compression(compression).id();
  }

  /** Where agents keep seeds and tarballs: absolute, or from the agent's root folder. */
  public String getCacheFolder() {
    return cacheFolder;
  }

  /** Sets the cache directory; empty for the default. */
  @DataBoundSetter
  public void setCacheFolder(String cacheFolder) {
    String folder = Util.fixEmptyAndTrim(cacheFolder);
    if (folder != null) {
      requireOwnFolder(folder);
    }
    this.cacheFolder = folder == null ? DEFAULT_CACHE_FOLDER : folder;
  }

  /** How much an agent keeps there, in 10^9 bytes. */
  public int getCacheGigabytes() {
    return cacheGigabytes;
  }

  @DataBoundSetter
  public void setCacheGigabytes(int cacheGigabytes) {
    if (cacheGigabytes < 0) {
      throw new IllegalArgumentException("a cache cannot have " + cacheGigabytes + " GB; use 0");
    }
    this.cacheGigabytes = cacheGigabytes;
  }

  /** How many roots of failed stages an agent keeps. */
  public int getKeptRoots() {
    return keptRoots;
  }

  @DataBoundSetter
  public void setKeptRoots(int keptRoots) {
    if (keptRoots < 0) {
      throw new IllegalArgumentException("an agent cannot keep " + keptRoots + " roots; use 0");
    }
    this.keptRoots = keptRoots;
  }

  /** How much of its disk these take together, in 10^9 bytes. */
  public int getKeptGigabytes() {
    return keptGigabytes;
  }

  @DataBoundSetter
  public void setKeptGigabytes(int keptGigabytes) {
    if (keptGigabytes < 0) {
      throw new IllegalArgumentException("kept roots cannot take " + keptGigabytes + " GB; use 0");
    }
    this.keptGigabytes = keptGigabytes;
  }

  /** The same in bytes. */
  @Restricted(NoExternalUse.class)
  public long keptBytes() {
    return keptGigabytes * GIGABYTE;
  }

  /** Takes all fields or none, and saves them once. */
  @Override
  public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
    String privilege = json.optString("privilege");
    FormChecks.require(
        "privilege",
        FormChecks.of(
            () -> PrivilegeSetting.parse(privilege),
            Messages.SdkBootstrapConfiguration_NoChoice(privilege)));
    String compression = json.optString("compression");
    FormChecks.require(
        "compression",
        FormChecks.of(
            () -> Choices.compression(compression),
            Messages.SdkBootstrapConfiguration_NoChoice(compression)));
    FormChecks.require("cacheFolder", doCheckCacheFolder(json.optString("cacheFolder")));
    FormChecks.require("cacheGigabytes", doCheckCacheGigabytes(json.optString("cacheGigabytes")));
    FormChecks.require("keptRoots", doCheckKeptRoots(json.optString("keptRoots")));
    FormChecks.require("keptGigabytes", doCheckKeptGigabytes(json.optString("keptGigabytes")));
    req.bindJSON(this, json);
    save();
    return true;
  }

  /** The choices of the form. */
  @POST
  @Restricted(NoExternalUse.class)
  public ListBoxModel doFillPrivilegeItems() {
    Jenkins.get().checkPermission(Jenkins.SYSTEM_READ);
    return Choices.privileges();
  }

  /** The choices of the form. */
  @POST
  @Restricted(NoExternalUse.class)
  public ListBoxModel doFillCompressionItems() {
    Jenkins.get().checkPermission(Jenkins.SYSTEM_READ);
    return Choices.compressions();
  }

  /** Checks the directory while it is typed. */
  @POST
  @Restricted(NoExternalUse.class)
  public FormValidation doCheckCacheFolder(@QueryParameter String value) {
    Jenkins.get().checkPermission(Jenkins.ADMINISTER);
    return FormChecks.of(
        () -> requireOwnFolder(value), Messages.SdkBootstrapConfiguration_NoCacheFolder());
  }

  private static void requireOwnFolder(String folder) {
    if (folder.strip().equals("/")
        || List.of(folder.strip().split("/")).contains("..")
        || folder.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "cacheFolder "
              + Printable.path(folder)
              + ": "
              + Messages.SdkBootstrapConfiguration_NoCacheFolder());
    }
  }

  /** Checks the number while it is typed. */
  @POST
  @Restricted(NoExternalUse.class)
  public FormValidation doCheckKeptRoots(@QueryParameter String value) {
    Jenkins.get().checkPermission(Jenkins.ADMINISTER);
    return FormValidation.validateNonNegativeInteger(value);
  }

  /** Checks the size while it is typed. */
  @POST
  @Restricted(NoExternalUse.class)
  public FormValidation doCheckKeptGigabytes(@QueryParameter String value) {
    Jenkins.get().checkPermission(Jenkins.ADMINISTER);
    return FormValidation.validateNonNegativeInteger(value);
  }

  /** Checks the size while it is typed. */
  @POST
  @Restricted(NoExternalUse.class)
  public FormValidation doCheckCacheGigabytes(@QueryParameter String value) {
    Jenkins.get().checkPermission(Jenkins.ADMINISTER);
    return value.strip().equals("0")
        ? FormValidation.warning(Messages.SdkBootstrapConfiguration_NewestOnly())
        : FormValidation.validateNonNegativeInteger(value);
  }
}
