package io.jenkins.plugins.sdkbootstrap.config;

/** What to do with a stored stage that was made from something else than it would be today. */
public enum OnDrift {
  /** Reuse it and report the differences. */
  REUSE,
  /** Run it, and with it all after it. */
  REBUILD,
  /** Do nothing at all and report the differences as errors. */
  FAIL
}
