package io.jenkins.plugins.sdkbootstrap.build;

import io.jenkins.plugins.sdkbootstrap.config.StageId;
import java.util.List;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a stage of a build is called in URLs: {@code stageN-ARCH-VERSION~SDK}. The SDK's name is a
 * part of it, as two SDKs in one build may have the same architecture and version. None of its
 * characters, which are {@code A-Z a-z 0-9 . _ + - ~}, needs to be escaped in the path of a URL.
 */
@Restricted(NoExternalUse.class)
public final class StageIds {

  /** The page of a build, below which a stage's page is {@code stage/ID}. */
  public static final String PAGE = "sdk-stages";

  /** In no name of an SDK, architecture or version. */
  private static final String SEPARATOR = "~";

  private StageIds() {}

  /** The id of a stage. */
  public static String of(StageId stage) {
    return stage.stem() + SEPARATOR + stage.bootstrap().sdk();
  }

  /**
   * The stage of this id. Where {@code stageN-ARCH-VERSION} alone says which, as in a URL that is
   * typed, it is enough.
   */
  public static Optional<StageEntry> find(List<StageEntry> stages, String id) {
    Optional<StageEntry> found = stages.stream().filter(s -> of(s.id()).equals(id)).findFirst();
    if (found.isPresent()) {
      return found;
    }
    List<StageEntry> alike = stages.stream().filter(s -> s.id().stem().equals(id)).toList();
    return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
  }
}
