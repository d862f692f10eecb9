/**
 * The Pipeline steps {@code unpackSeed}, {@code chrootStage}, {@code archiveStageRoot} and {@code
 * removeStageRoot}, and their composition {@code bootstrapSdk}. A newcomer begins with {@code
 * UnpackSeedStep} and then {@code BootstrapSdk.groovy}. Uses the engine, {@code agent}, {@code
 * build} and Jenkins.
 */
package io.jenkins.plugins.sdkbootstrap.steps;
