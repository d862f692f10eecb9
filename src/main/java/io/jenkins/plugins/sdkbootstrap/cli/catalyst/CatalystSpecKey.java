package io.jenkins.plugins.sdkbootstrap.cli.catalyst;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a key of a spec becomes.
 *
 * @param setting the key and its value
 */
record CatalystSpecKey(CatalystSetting setting) {

  /** Of compilers: what stage 1 is told, the stages after it have from its make.conf. */
  static final List<String> FLAGS =
      List.of(
          "cbuild",
          "chost",
          "common_flags",
          "cflags",
          "cxxflags",
          "fcflags",
          "fflags",
          "ldflags",
          "asflags");

  /** Those of {@link #FLAGS} that the spec of stage 2 may change. */
  static final Set<String> FLAGS_OF_STAGE_2 = Set.of("chost", "cflags", "cxxflags", "ldflags");

  /** Other keys that are variables of the same name. */
  private static final Set<String> VARIABLES = Set.of("install_mask", "portage_prefix", "profile");

  private static final String KERNELS = "kernels are no part of an SDK; FSSCRIPT could build one";
  private static final String FSSCRIPT = "let FSSCRIPT do it";

  private static final Map<String, String> LEFT =
      Map.ofEntries(
          Map.entry("version_stamp", "give it with --version"),
          Map.entry("snapshot_treeish", "a record has the commit of every repository"),
          Map.entry("snapshot", "a record has the commit of every repository"),
          Map.entry("keep_repos", "repos.conf has every repository of sdk.yaml"),
          Map.entry("kerncache_path", KERNELS),
          Map.entry("interpreter", "register it with binfmt_misc on the agent, flag F"),
          Map.entry("decompressor_search_order", "tarballs are known by their content"),
          Map.entry("rename_regexp", "tarballs are named by stage, architecture and version"),
          Map.entry("binrepo_path", "put a binrepos.conf into PORTAGE_CONFDIR"),
          Map.entry("boot/kernel", KERNELS),
          Map.entry("stage4/gk_mainargs", KERNELS),
          Map.entry("stage4/linuxrc", KERNELS),
          Map.entry("stage4/groups", FSSCRIPT),
          Map.entry("stage4/users", FSSCRIPT),
          Map.entry("stage4/ssh_public_keys", FSSCRIPT),
          Map.entry("stage4/rcadd", FSSCRIPT),
          Map.entry("stage4/rcdel", FSSCRIPT),
          Map.entry("stage4/motd", FSSCRIPT),
          Map.entry("stage4/modblacklist", FSSCRIPT));

  /** Whether its value comes into the sdk.yaml. */
  boolean isTaken() {
    return !LEFT.containsKey(family()) && !setting.key().equals("source_subpath");
  }

  private String family() {
    return setting.key().startsWith("boot/kernel/") ? "boot/kernel" : setting.key();
  }

  /** Applies what is one for all stages; notes what has no counterpart. */
  void applyTo(SdkYaml sdk, CatalystNotes notes, String repoBase, String packages) {
    String key = setting.key();
    switch (key) {
      case "target",
          "hostuse",
          "catalyst_use",
          "update_seed",
          "update_seed_command",
          "source_subpath" -> {}
      case "rel_type" -> sdk.defaultName(setting.text());
      case "subarch" -> {
        sdk.arch(setting.text());
        if (!Set.of("amd64", "arm64", "x86", "ppc64le", "s390x").contains(setting.text())) {
          notes.left(setting, "its CHOST and CFLAGS are catalyst's own: set them in env");
        }
      }
      case "repos" -> setting.values().forEach(path -> sdk.repo(lastName(path), path, repoBase));
      case "pkgcache_path" -> sdk.cache("binpkgs", setting.text(), packages);
      case "portage_confdir" -> sdk.mount(setting.text(), "/mnt/portage-confdir");
      case "compression_mode" -> CatalystConfKey.compression(setting, sdk, notes);
      case "stage4/packages", "stage4/unmerge" -> {}
      case "stage4/root_overlay" -> {
        if (!setting.values().isEmpty()) {
          sdk.mountIn(4, setting.values().get(0), "/mnt/root-overlay");
        }
        if (setting.values().size() > 1) {
          notes.left(setting, "only the first is taken; copy the others into it");
        }
      }
      case "stage4/fsscript" -> sdk.mountIn(4, setting.text(), "/mnt/fsscript");
      case "stage4/rm", "stage4/empty" -> clean(sdk, notes);
      default -> {
        if (VARIABLES.contains(key)
            || FLAGS.contains(key)
            || key.matches("stage[1-4]/(use|catalyst_use)")) {
          return;
        }
        if (LEFT.containsKey(family())) {
          notes.left(setting, LEFT.get(family()));
        } else {
          notes.unknown(setting);
        }
      }
    }
  }

  /** Adds what is a variable of the stage's script. */
  void addTo(Map<String, String> env, int stage) {
    String value = setting.text();
    if (value.isEmpty()) {
      return;
    }
    String key = setting.key();
    switch (key) {
      case "update_seed" -> {
        if (stage == 1 && value.equals("yes")) {
          env.putIfAbsent("UPDATE_SEED", "--update --deep --newuse @world");
        }
      }
      case "update_seed_command" -> {
        if (stage == 1) {
          env.put("UPDATE_SEED", value);
        }
      }
      case "hostuse", "catalyst_use" -> env.merge("USE", value, (a, b) -> a + " " + b);
      case "portage_confdir" -> env.put("PORTAGE_CONFDIR", "/mnt/portage-confdir");
      case "stage4/packages" -> {
        if (stage == 4) {
          env.put("PACKAGES", value);
        }
      }
      case "stage4/unmerge" -> {
        if (stage == 4) {
          env.put("UNMERGE", value);
        }
      }
      case "stage4/root_overlay" -> {
        if (stage == 4) {
          env.put("ROOT_OVERLAY", "/mnt/root-overlay");
        }
      }
      case "stage4/fsscript" -> {
        if (stage == 4) {
          env.put("FSSCRIPT", "/mnt/fsscript");
        }
      }
      default -> {
        if (VARIABLES.contains(key)) {
          env.put(key.toUpperCase(Locale.ROOT), value);
        } else if (key.matches("stage" + stage + "/(use|catalyst_use)")) {
          env.merge("USE", value, (a, b) -> a + " " + b);
        }
      }
    }
  }

  private void clean(SdkYaml sdk, CatalystNotes notes) {
    for (String path : setting.values()) {
      String glob = setting.key().endsWith("/empty") ? path.replaceAll("/+$", "") + "/*" : path;
      if (!sdk.clean(glob)) {
        notes.left(setting, "'" + path + "' is no absolute path");
      }
    }
  }

  private static String lastName(String path) {
    String bare = path.replaceAll("/+$", "");
    return bare.substring(bare.lastIndexOf('/') + 1);
  }
}
