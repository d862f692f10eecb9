package io.jenkins.plugins.sdkbootstrap.chroot;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a stage in a JVM of its own: {@code PRIVILEGE ROOT SCRIPT (env NAME VALUE | repo SOURCE
 * MOUNTPOINT)...}, paths as URIs, values percent-encoded. Exits with the stage's status.
 */
final class Driver {

  private Driver() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> env = new LinkedHashMap<>();
    List<Bind> binds = new ArrayList<>();
    for (int i = 3; i < args.length; i += 3) {
      if (args[i].equals("env")) {
        env.put(args[i + 1], decoded(args[i + 2]));
      } else {
        binds.add(Bind.readOnly(Path.of(URI.create(args[i + 1])), decoded(args[i + 2])));
      }
    }
    StageRun run =
        StageRun.of(Path.of(URI.create(args[1])), 1, Path.of(URI.create(args[2])))
            .withEnv(env)
            .withBinds(binds);
    System.exit(Chroot.run(run, Privilege.valueOf(args[0]), System.out));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
