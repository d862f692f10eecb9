/**
 * The differences between two archives, and between two texts in them. Start with {@code
 * ArchiveDiff}. Uses {@code index} and the packages below it.
 */
package io.jenkins.plugins.sdkbootstrap.diff;
