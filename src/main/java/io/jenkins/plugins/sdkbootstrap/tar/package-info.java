/**
 * The tar format: headers, pax records, sparse files, the reader that verifies while it reads, and
 * the rewriting of headers. Start with {@code TarReader}. Uses {@code io} and {@code root}.
 */
package io.jenkins.plugins.sdkbootstrap.tar;
