package io.jenkins.plugins.sdkbootstrap.config;

/** What to do with a stored stage whose inputs differ today. */
public enum OnDrift {
  /** Reuse it and report the differences. */
  REUSE,
  /** Run it and all stages after it. */
  REBUILD,
  /** Run nothing and report the differences as errors. */
  FAIL
}
