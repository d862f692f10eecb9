/**
 * Reading ELF files in a tarball, and the check that a stage is linked only against its own root. A
 * newcomer begins with {@code LinkIsolation}. Uses {@code archive}, {@code diff} and what is below
 * them.
 */
package io.jenkins.plugins.sdkbootstrap.elf;
