package io.jenkins.plugins.sdkbootstrap.build;

import hudson.util.ListBoxModel;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import java.util.Arrays;
import java.util.List;

/** The words that forms offer and steps take for privilege and compression: those of sdk.yaml. */
public final class Choices {

  private static final List<String> COMPRESSIONS =
      Arrays.stream(Compression.values()).map(Choices::word).toList();

  private Choices() {}

  public static ListBoxModel privileges() {
    ListBoxModel items = new ListBoxModel();
    for (PrivilegeSetting setting : PrivilegeSetting.values()) {
      items.add(setting.toString(), setting.toString());
    }
    return items;
  }

  /** The same for a step, which may leave it to the configuration. */
  public static ListBoxModel privilegesOrDefault() {
    return orDefault(privileges());
  }

  /** The same for a step, which may leave it to sdk.yaml and the configuration. */
  public static ListBoxModel compressionsOrDefault() {
    return orDefault(compressions());
  }

  private static ListBoxModel orDefault(ListBoxModel items) {
    ListBoxModel all = new ListBoxModel();
    all.add("(as configured)", "");
    all.addAll(items);
    return all;
  }

  public static ListBoxModel compressions() {
    ListBoxModel items = new ListBoxModel();
    COMPRESSIONS.forEach(word -> items.add(word, word));
    return items;
  }

  public static String word(Compression compression) {
    return compression.word();
  }

  /** Takes either spelling of one. */
  public static Compression compression(String word) {
    return Compression.ofWord(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "compression '"
                        + word
                        + "': it is one of "
                        + String.join(", ", Compression.words())));
  }
}
