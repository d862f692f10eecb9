/**
 * The three operations of a stage, its environment, the digests of its inputs, and seeds. Start
 * with {@code StageWork}. Uses all of the engine below it.
 */
package io.jenkins.plugins.sdkbootstrap.stage;
