package io.jenkins.plugins.sdkbootstrap.history;

import java.time.Duration;

/**
 * What a stage came to when it was built once.
 *
 * @param build the number of the build
 * @param time it took
 * @param size of its tarball in bytes
 */
public record TrendPoint(int build, Duration time, long size) {}
