package io.jenkins.plugins.sdkbootstrap.packages;

import java.util.List;

/**
 * A package that is installed in a root, as its database has it; texts are empty where the database
 * says nothing.
 *
 * @param format whose database it is in
 * @param name its name; Portage's with the category, as in {@code sys-devel/gcc}
 * @param version with epoch and revision, as the package manager spells it
 * @param arch the architecture, in the package manager's words
 * @param slot what lets several of one name be installed side by side: Portage's slot
 * @param origin where it is from: its repository, or where the database has none, its source
 *     package
 * @param flags the USE flags that are on, of those that it has; sorted
 * @param licenses what holds, all of them: SPDX expressions where their words are known, otherwise
 *     as the database has them
 * @param purl its package URL
 * @param size bytes of its files as they are in the root; a file with several names counts once
 * @param files how many of its files, links and devices are in the root; directories do not count
 * @param missing how many of those in its list of files are not in the root
 */
public record SdkPackage(
    PackageFormat format,
    String name,
    String version,
    String arch,
    String slot,
    String origin,
    List<String> flags,
    List<String> licenses,
    String purl,
    long size,
    int files,
    int missing) {

  public SdkPackage {
    flags = List.copyOf(flags);
    licenses = List.copyOf(licenses);
  }
}
