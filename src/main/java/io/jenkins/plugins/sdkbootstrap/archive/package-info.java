/**
 * The façade of tarballs: pack a root, unpack a tarball, verify one, and write the files beside it.
 * Start with {@code RootArchiver} and {@code Unpacker}. Uses the packages of bytes, tar,
 * compression and index below it.
 */
package io.jenkins.plugins.sdkbootstrap.archive;
