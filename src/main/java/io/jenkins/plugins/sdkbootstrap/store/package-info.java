/**
 * A directory of stage tarballs: find, publish, lock, retain. Start with {@code StoreReader}, then
 * {@code DirectoryStore}. Uses {@code stage}, {@code plan} and the packages below them.
 */
package io.jenkins.plugins.sdkbootstrap.store;
