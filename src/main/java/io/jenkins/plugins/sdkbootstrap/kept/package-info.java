/**
 * Roots in a work directory: those of runs, of shells, and those of failed stages that are kept to
 * be looked into. A newcomer begins with {@code KeptRoot}. Uses {@code store} and what is below it.
 */
package io.jenkins.plugins.sdkbootstrap.kept;
