/**
 * Roots in a work directory: those of runs, of shells, and the kept roots of failed stages. Start
 * with {@code KeptRoot}. Uses {@code store} and the packages below it.
 */
package io.jenkins.plugins.sdkbootstrap.kept;
