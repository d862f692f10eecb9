/**
 * What an administrator configures for all bootstraps, credentials for signing, and what forms have
 * in common: their choices and checks. A newcomer begins with {@code SdkBootstrapConfiguration}.
 * Uses the engine, {@code agent} and Jenkins.
 */
package io.jenkins.plugins.sdkbootstrap.settings;
