package io.jenkins.plugins.sdkbootstrap.history;

import io.jenkins.plugins.sdkbootstrap.provenance.PackageSummary;
import java.time.Duration;

/**
 * The results of one build of a stage.
 *
 * @param build the number of the build
 * @param time it took
 * @param size of its tarball in bytes
 * @param packages how many packages it has; null if unknown
 */
public record TrendPoint(int build, Duration time, long size, PackageSummary packages) {}
