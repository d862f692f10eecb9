/**
 * sdk.yaml: parser and values; names, versions and the ids of bootstraps and stages. Start with
 * {@code SdkConfig}. Uses {@code io} and {@code compress}.
 */
package io.jenkins.plugins.sdkbootstrap.config;
