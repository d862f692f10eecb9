/**
 * What a root file system consists of, as values: paths, entries with their types and modes, and
 * how mtree(5) spells them. Start with {@code Entry} and {@code RootPath}. Uses {@code io}.
 */
package io.jenkins.plugins.sdkbootstrap.root;
