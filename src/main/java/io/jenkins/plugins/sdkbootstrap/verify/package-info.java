/**
 * A tarball against everything that is known of it, and what stays unproven. A newcomer begins with
 * {@code StageVerifier}. Uses all of the engine below it.
 */
package io.jenkins.plugins.sdkbootstrap.verify;
