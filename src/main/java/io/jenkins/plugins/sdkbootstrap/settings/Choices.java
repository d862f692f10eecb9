package io.jenkins.plugins.sdkbootstrap.settings;

import hudson.util.ListBoxModel;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import java.util.Arrays;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The words that forms offer and steps take for privilege and compression: those of sdk.yaml. */
@Restricted(NoExternalUse.class)
public final class Choices {

  private Choices() {}

  public static ListBoxModel privileges() {
    return of(Arrays.stream(PrivilegeSetting.values()).map(Object::toString).toList());
  }

  public static ListBoxModel compressions() {
    return of(Arrays.stream(Compression.values()).map(Compression::id).toList());
  }

  /** A choice for each word. */
  public static ListBoxModel of(List<String> words) {
    ListBoxModel items = new ListBoxModel();
    words.forEach(word -> items.add(word, word));
    return items;
  }

  /** The same for a step, which may leave it to sdk.yaml and the configuration. */
  public static ListBoxModel orDefault(ListBoxModel items) {
    ListBoxModel all = new ListBoxModel();
    all.add(Messages.Choices_AsConfigured(), "");
    all.addAll(items);
    return all;
  }

  /** Takes either spelling of one. */
  public static Compression compression(String word) {
    return Compression.ofId(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "compression '"
                        + word
                        + "': it is one of "
                        + String.join(", ", Compression.ids())));
  }
}
