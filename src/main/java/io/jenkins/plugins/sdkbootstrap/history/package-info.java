/**
 * Chains and trends over several bootstraps. Start with {@code SdkChain} and {@code SdkTrend}. Uses
 * {@code provenance} and {@code config}.
 */
package io.jenkins.plugins.sdkbootstrap.history;
