package io.jenkins.plugins.sdkbootstrap.history;

import io.jenkins.plugins.sdkbootstrap.provenance.PackageSummary;
import java.time.Duration;

/**
 * What a stage came to when it was built once.
 *
 * @param build the number of the build
 * @param time it took
 * @param size of its tarball in bytes
 * @param packages how many packages it consists of; null where that is not known
 */
public record TrendPoint(int build, Duration time, long size, PackageSummary packages) {}
