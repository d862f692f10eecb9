/**
 * Bootstraps in Jenkins Pipelines: the steps {@code unpackSeed}, {@code chrootStage}, {@code
 * archiveStageRoot} and {@code removeStageRoot}, their composition {@code bootstrapSdk}, and stage
 * tarballs as artifacts of builds. Translates between Jenkins and the engine; what a bootstrap is,
 * the engine knows.
 */
package io.jenkins.plugins.sdkbootstrap.pipeline;
