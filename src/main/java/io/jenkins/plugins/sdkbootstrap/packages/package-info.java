/**
 * The packages that a root consists of: readers of package databases, the SBOM, and what differs by
 * package. Start with {@code PackageList}. Uses {@code diff}, {@code archive} and what is below
 * them.
 */
package io.jenkins.plugins.sdkbootstrap.packages;
