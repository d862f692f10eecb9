/**
 * The three operations of a stage, its environment, the digests of what goes in, and seeds. A
 * newcomer begins with {@code StageWork}. Uses all of the engine below it.
 */
package io.jenkins.plugins.sdkbootstrap.stage;
