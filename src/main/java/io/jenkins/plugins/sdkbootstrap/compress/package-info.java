/**
 * Compression: codecs, frames of seekable Zstandard, and streams that compress in parallel. Start
 * with {@code Compression}, then {@code ArchiveInput} and {@code ArchiveOutput}. Uses {@code io}
 * and {@code process}.
 */
package io.jenkins.plugins.sdkbootstrap.compress;
