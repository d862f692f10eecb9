/**
 * Bytes of this machine: files and streams as a {@code ByteSource}, files that get their name when
 * they are complete ({@code StagedFile}), digests, progress, and exceptions that say in one line
 * what is wrong. Start with {@code ByteSource}, then {@code StagedFile}. Uses the JDK only.
 */
package io.jenkins.plugins.sdkbootstrap.io;
