/**
 * The mtree index of a tarball: written together with the tarball, read as a whole or by directory,
 * searched and cached. Start with {@code ArchiveIndex}. Uses {@code io}, {@code root}, {@code tar}
 * and {@code compress}.
 */
package io.jenkins.plugins.sdkbootstrap.index;
