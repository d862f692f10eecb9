/**
 * A directory of stage tarballs: find, publish, lock, retain. A newcomer begins with {@code
 * DirectoryStore}. Uses {@code stage}, {@code plan} and what is below them.
 */
package io.jenkins.plugins.sdkbootstrap.store;
