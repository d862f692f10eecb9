package io.jenkins.plugins.sdkbootstrap.cli.options;

import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options and parameters. */
public final class Converters {

  private Converters() {}

  /** Has a command know the types of all but its own values. */
  public static void register(CommandLine command) {
    choice(command, CommonOptions.ProgressFormat.class);
    choice(command, OnDrift.class);
    choice(command, PrivilegeSetting.class);
    choice(command, Compression.class, Compression.ids(), Compression::ofId);
    value(command, BindOption.class, BindOption::parse);
    value(command, Digest.class, Digest::parse);
    value(command, RootPath.class, Converters::path);
    value(command, Version.class, Version::new);
    value(command, Path.class, Converters::file);
  }

  private static Path file(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("is empty; name a file or a directory");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "this locale cannot spell it: set LC_ALL=C.UTF-8, or use another name", e);
    }
  }

  /** A path in a root: plain, or with {@code \\ooo} for bytes that cannot be typed. */
  private static RootPath path(String text) {
    return RootPath.of(Mtree.unescape(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Has the values of this type be read as words, in lower case. */
  public static <E extends Enum<E>> void choice(CommandLine command, Class<E> type) {
    E[] all = type.getEnumConstants();
    choice(
        command,
        type,
        Arrays.stream(all).map(e -> e.name().toLowerCase(Locale.ROOT)).toList(),
        id -> Arrays.stream(all).filter(e -> e.name().equalsIgnoreCase(id)).findFirst());
  }

  private static <T> void choice(
      CommandLine command, Class<T> type, List<String> ids, Function<String, Optional<T>> ofId) {
    String problem = "it is one of " + String.join(", ", ids);
    value(
        command,
        type,
        text -> ofId.apply(text).orElseThrow(() -> new IllegalArgumentException(problem)));
  }

  private static <T> void value(CommandLine command, Class<T> type, Function<String, T> reader) {
    command.registerConverter(
        type,
        text -> {
          try {
            return reader.apply(text);
          } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
          }
        });
  }
}
