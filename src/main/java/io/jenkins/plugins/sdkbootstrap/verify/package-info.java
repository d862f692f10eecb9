/**
 * Verifies tarballs, and says what stays unproven. Start with {@code StageVerifier}. Uses all of
 * the engine below it.
 */
package io.jenkins.plugins.sdkbootstrap.verify;
