package io.jenkins.plugins.sdkbootstrap.cli.catalyst;

import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * What a key of catalyst.conf becomes.
 *
 * @param setting the key and its value
 * @param configured the value of another key, and what to take without it
 */
record CatalystConfKey(CatalystSetting setting, BinaryOperator<String> configured) {

  private static final Map<String, String> LEFT =
      Map.of(
          "digest_format", "DIGESTS has the lines that sha512sum and the like check",
          "envscript", "put its variables into env of the stages",
          "sharedir", "the scripts are in stages/",
          "storedir", "give a directory with --store",
          "repos_storedir", "repositories are the checkouts of repos",
          "repo_openpgp_key_path", "verify a checkout where you make it",
          "var_tmpfs_portage", "have a tmpfs on the agent and bind it by mounts",
          "jobserver-fifo", "bind it by mounts and set MAKEFLAGS in env",
          "binhost", "put a binrepos.conf into PORTAGE_CONFDIR");

  private static final Map<String, String> OPTIONS_LEFT =
      Map.of(
          "autoresume", "a bootstrap always goes on with the stage where it stopped",
          "seedcache", "every stage is unpacked from the tarball of the one before",
          "keepwork", "keep: true in a Pipeline leaves the roots",
          "sticky-config", "settings stay in make.conf, bindist does not",
          "kerncache", "kernels are no part of an SDK",
          "icecream", "its directory can be bound by mounts",
          "versioned_cache", "caches are kept by stage, not by version",
          "clear-autoresume", "--rebuild runs every stage");

  /** Whether its value comes into the sdk.yaml. */
  boolean isTaken() {
    return !LEFT.containsKey(setting.key()) || setting.key().equals("storedir");
  }

  void applyTo(SdkYaml sdk, CatalystNotes notes) {
    String value = setting.text();
    switch (setting.key()) {
      case "options" -> options(sdk, notes);
      case "distdir" ->
          sdk.cache("distfiles", value, configured.apply("target_distdir", "/var/cache/distfiles"));
      case "port_logdir" -> {
        String logs = configured.apply("target_logdir", "/var/log/portage");
        sdk.cache("logs", value, logs);
        sdk.env("PORTAGE_LOGDIR", logs);
      }
      case "target_distdir" -> sdk.env("DISTDIR", value);
      case "target_pkgdir" -> sdk.env("PKGDIR", value);
      case "distcc_hosts" -> sdk.env("DISTCC_HOSTS", value);
      case "jobs" -> {
        sdk.append("MAKEOPTS", "-j" + value);
        sdk.append("EMERGE_OPTS", "--jobs " + value);
      }
      case "load-average" -> {
        sdk.append("MAKEOPTS", "-l" + value);
        sdk.append("EMERGE_OPTS", "--load-average " + value);
      }
      case "digests" -> digests(sdk, notes);
      case "compression_mode" -> compression(setting, sdk, notes);
      case "repo_basedir", "repo_name", "target_logdir" -> {}
      default -> {
        if (LEFT.containsKey(setting.key())) {
          notes.left(setting, LEFT.get(setting.key()));
        } else {
          notes.unknown(setting);
        }
      }
    }
  }

  private void options(SdkYaml sdk, CatalystNotes notes) {
    sdk.env("BINDIST", "no");
    // Before catalyst 4 all of them are one text.
    for (String option : setting.text().trim().split("\\s+")) {
      switch (option) {
        case "bindist" -> sdk.env("BINDIST", "yes");
        case "pkgcache" -> {
          sdk.env("BINPKGS", "yes");
          sdk.cache("binpkgs", null, configured.apply("target_pkgdir", "/var/cache/binpkgs"));
        }
        case "ccache" -> {
          sdk.append("FEATURES", "ccache");
          sdk.append("HOST_PACKAGES", "dev-util/ccache");
          sdk.env("CCACHE_DIR", "/var/tmp/ccache");
          sdk.cache("ccache", null, "/var/tmp/ccache");
        }
        case "distcc" -> {
          sdk.append("FEATURES", "distcc");
          sdk.append("HOST_PACKAGES", "sys-devel/distcc");
        }
        case "" -> {}
        default -> {
          CatalystSetting one =
              new CatalystSetting("options: " + option, setting.values(), setting.place());
          if (OPTIONS_LEFT.containsKey(option)) {
            notes.left(one, OPTIONS_LEFT.get(option));
          } else {
            notes.unknown(one);
          }
        }
      }
    }
  }

  // Before catalyst 4 "auto" stood for what is installed.
  private void digests(SdkYaml sdk, CatalystNotes notes) {
    List<String> words = List.of(setting.text().trim().split("\\s+"));
    List<String> known = words.stream().filter(DigestAlgorithm.ids()::contains).toList();
    if (known.size() < words.size()) {
      String others =
          words.stream().filter(w -> !known.contains(w)).collect(Collectors.joining(" "));
      notes.left(setting, "not computed here: " + others);
    }
    sdk.digests(known.stream().distinct().toList());
  }

  static void compression(CatalystSetting setting, SdkYaml sdk, CatalystNotes notes) {
    String word =
        switch (setting.text()) {
          case "bzip2", "lbzip2", "pbzip2" -> "bzip2";
          case "xz", "pixz" -> "xz";
          case "gzip", "pigz" -> "gzip";
          case "zstd" -> "zstd";
          case "tar" -> "none";
          default -> null;
        };
    if (word == null) {
      notes.left(setting, "'" + setting.text() + "' is no compression here; it stays zstd");
    } else {
      sdk.compression(word);
    }
  }
}
