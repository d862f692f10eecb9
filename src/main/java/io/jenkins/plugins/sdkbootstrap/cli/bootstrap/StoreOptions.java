package io.jenkins.plugins.sdkbootstrap.cli.bootstrap;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the sdk.yaml is, and where the work is done. */
public final class StoreOptions {

  private static final String CONFIG = "sdk.yaml";
  private static final String STORE = "sdk-store";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = CONFIG,
      description = "The description of the SDK. Default: ${DEFAULT-VALUE}")
  private Path config;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      defaultValue = STORE,
      description =
          "Directory with the tarballs and provenance records of the stages. Default:"
              + " ${DEFAULT-VALUE}")
  private Path store;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Directory where roots are unpacked. Default: .work in the directory of"
              + " the SDK in the store")
  private Path work;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Directory for the caches that have no path in sdk.yaml. Default: .cache in the directory"
              + " of the SDK in the store")
  private Path cache;

  /** The options that say the same, each after a space; none for what nobody said otherwise. */
  public String words() {
    StringBuilder words = new StringBuilder();
    add(words, "--config", config.equals(Path.of(CONFIG)) ? null : config);
    add(words, "--store", store.equals(Path.of(STORE)) ? null : store);
    add(words, "--work", work);
    add(words, "--cache", cache);
    return words.toString();
  }

  private static void add(StringBuilder words, String option, Path path) {
    if (path != null) {
      String word = path.toString();
      words.append(' ').append(option).append(' ');
      words.append(
          word.matches("[A-Za-z0-9_./+:@%=-]+") ? word : "'" + word.replace("'", "'\\''") + "'");
    }
  }

  public Path config() {
    return config;
  }

  public Path store() {
    return store;
  }

  /** Whether roots are elsewhere than in the store, where others may work, too. */
  public boolean worksElsewhere() {
    return work != null;
  }

  public Path work(String sdk) {
    return work != null ? work : store.resolve(sdk).resolve(".work");
  }

  public Path cache(String sdk) {
    return cache != null ? cache : store.resolve(sdk).resolve(".cache");
  }
}
