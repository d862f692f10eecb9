package io.jenkins.plugins.sdkbootstrap.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the sdk.yaml is, and where the work is done. */
final class StoreOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "sdk.yaml",
      description = "The description of the SDK. Default: ${DEFAULT-VALUE}")
  private Path config;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      defaultValue = "sdk-store",
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

  Path config() {
    return config;
  }

  Path store() {
    return store;
  }

  /** Whether roots are elsewhere than in the store, where others may work, too. */
  boolean worksElsewhere() {
    return work != null;
  }

  Path work(String sdk) {
    return work != null ? work : store.resolve(sdk).resolve(".work");
  }

  Path cache(String sdk) {
    return cache != null ? cache : store.resolve(sdk).resolve(".cache");
  }
}
