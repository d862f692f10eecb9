/**
 * What differs between two archives, and between two texts in them. A newcomer begins with {@code
 * ArchiveDiff}. Uses {@code index} and what is below it.
 */
package io.jenkins.plugins.sdkbootstrap.diff;
