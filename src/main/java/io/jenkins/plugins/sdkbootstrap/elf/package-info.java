/**
 * Reads ELF files in a tarball, and checks that a stage is linked only against its own root. Start
 * with {@code LinkIsolation}. Uses {@code archive}, {@code diff} and the packages below them.
 */
package io.jenkins.plugins.sdkbootstrap.elf;
