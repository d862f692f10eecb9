/**
 * Bootstraps in Jenkins Pipelines: the steps {@code unpackSeed}, {@code chrootStage} and {@code
 * archiveStageRoot}, their composition {@code bootstrapSdk}, and stage tarballs as artifacts of
 * builds. Translates between Jenkins and the engine; what a bootstrap is, the engine knows.
 */
package io.jenkins.plugins.sdkbootstrap.pipeline;
