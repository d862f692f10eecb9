/**
 * Bytes wherever they are: files, streams and HTTP ranges as a {@code ByteSource}, files that get
 * their name when they are whole ({@code StagedFile}), digests, progress, and the exceptions that
 * say in one line what is wrong. A newcomer begins with {@code ByteSource} and then {@code
 * StagedFile}. Uses the JDK only.
 */
package io.jenkins.plugins.sdkbootstrap.io;
