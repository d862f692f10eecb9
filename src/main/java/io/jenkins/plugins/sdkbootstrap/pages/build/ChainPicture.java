package io.jenkins.plugins.sdkbootstrap.pages.build;

import io.jenkins.plugins.sdkbootstrap.history.ChainLink;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The chain from the seed to the SDK as boxes and arrows, in pixels. It has only positions and
 * texts: the view draws them, and escapes the texts.
 *
 * @param title what it shows, in a few words
 * @param description what it shows, for users who do not see it
 * @param boxes the seed and the stages
 * @param arrows the links between them
 */
@Restricted(NoExternalUse.class)
public record ChainPicture(
    String title,
    String description,
    int width,
    int height,
    int boxWidth,
    int boxHeight,
    List<Box> boxes,
    List<Arrow> arrows) {

  private static final int NARROW_BOX = 136;
  private static final int WIDE_BOX = 240;
  private static final int BOX_HEIGHT = 92;
  private static final int GAP = 44;
  private static final int EDGE = 3;

  /** Wide enough for each letter: names are cut by it. */
  private static final int PIXELS_A_LETTER = 8;

  /**
   * A box.
   *
   * @param x of its left side
   * @param y of its upper side
   * @param kind {@code seed}, or the id of a stage's state
   * @param title the seed, or which stage
   * @param name its name, cut where it does not fit
   * @param state the stage's state, for people; empty for the seed
   * @param digest the beginning of its digest; empty where that is not known
   * @param full its whole name
   */
  @Restricted(NoExternalUse.class)
  public record Box(
      int x,
      int y,
      String kind,
      String title,
      String name,
      String state,
      String digest,
      String full) {}

  /**
   * An arrow.
   *
   * @param path its line, as an SVG path
   * @param head its point, as an SVG path
   * @param kind {@code sound}, {@code broken} or {@code open}
   * @param sign the sign beside it
   * @param signX the position of the sign
   * @param signY the position of the sign
   */
  @Restricted(NoExternalUse.class)
  public record Arrow(String path, String head, String kind, String sign, int signX, int signY) {}

  /** From left to right. */
  static ChainPicture across(SdkBootstrap sdk) {
    return new Layout(true).draw(sdk);
  }

  /** From top to bottom. */
  static ChainPicture down(SdkBootstrap sdk) {
    return new Layout(false).draw(sdk);
  }

  private record Layout(boolean across) {

    ChainPicture draw(SdkBootstrap sdk) {
      List<Box> boxes = new ArrayList<>();
      List<Arrow> arrows = new ArrayList<>();
      List<String> sentences = new ArrayList<>();
      Seed seed = sdk.links().seed();
      String from = seed == null ? "" : seed.location();
      boxes.add(
          box(
              0,
              "seed",
              Messages.ChainPicture_Seed(),
              from.substring(from.lastIndexOf('/') + 1),
              "",
              seed == null ? "" : seed.digests().get(0).hex().substring(0, Digest.SHORT),
              from));
      for (StageRow stage : sdk.stages()) {
        ChainLink link = sdk.links().links().get(stage.number() - 1);
        boolean last = stage.number() == sdk.stages().size();
        arrows.add(arrow(boxes.size(), link));
        boxes.add(
            box(
                boxes.size(),
                stage.state().id(),
                last
                    ? Messages.ChainPicture_Sdk(stage.number())
                    : Messages.ChainPicture_Stage(stage.number()),
                stage.name(),
                stage.state() == StageState.REUSED
                    ? Messages.ChainPicture_Reused(stage.build())
                    : stage.state().label(),
                stage.shortDigest(),
                stage.name()));
        sentences.add(sentence(stage, link));
      }
      int length = start(boxes.size()) - GAP + EDGE;
      return new ChainPicture(
          Messages.ChainPicture_Title(sdk.sdk(), sdk.version(), sdk.arch()),
          String.join(" ", sentences),
          across ? length : WIDE_BOX + 2 * EDGE,
          across ? BOX_HEIGHT + 2 * EDGE : length,
          boxWidth(),
          BOX_HEIGHT,
          List.copyOf(boxes),
          List.copyOf(arrows));
    }

    private int boxWidth() {
      return across ? NARROW_BOX : WIDE_BOX;
    }

    private int start(int index) {
      return EDGE + index * ((across ? NARROW_BOX : BOX_HEIGHT) + GAP);
    }

    private Box box(
        int index,
        String kind,
        String title,
        String name,
        String state,
        String digest,
        String full) {
      int x = across ? start(index) : EDGE;
      int y = across ? EDGE : start(index);
      return new Box(x, y, kind, title, cut(name), state, digest, full);
    }

    private String cut(String text) {
      int longest = boxWidth() / PIXELS_A_LETTER;
      return text.codePointCount(0, text.length()) <= longest
          ? text
          : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "\u2026";
    }

    private Arrow arrow(int index, ChainLink link) {
      int end = start(index);
      int from = end - GAP + 2;
      int to = end - 3;
      int middle = EDGE + (across ? BOX_HEIGHT : WIDE_BOX) / 2;
      String sign =
          switch (link.verdict()) {
            case SEED, MATCHES -> "=";
            case DIFFERS -> "\u2260";
            case MISSING -> "";
            default -> "?";
          };
      String kind = sign.equals("=") ? "sound" : sign.equals("\u2260") ? "broken" : "open";
      return across
          ? new Arrow(
              svg("M%d %d H%d", from, middle, to - 8),
              svg("M%d %d l-9 -5 v10 z", to, middle),
              kind,
              sign,
              end - GAP / 2 - 2,
              middle - 8)
          : new Arrow(
              svg("M%d %d V%d", middle, from, to - 8),
              svg("M%d %d l-5 -9 h10 z", middle, to),
              kind,
              sign,
              middle + 14,
              end - GAP / 2 + 4);
    }

    private static String svg(String format, Object... values) {
      return String.format(Locale.ROOT, format, values);
    }

    private static String sentence(StageRow stage, ChainLink link) {
      String title = Messages.ChainPicture_Stage(stage.number());
      String state =
          stage.state() == StageState.REUSED
              ? Messages.ChainPicture_ReusedFromBuild(stage.build())
              : stage.state().label();
      return title
          + (stage.name().isEmpty() ? "" : ", " + stage.name())
          + ": "
          + state
          + (stage.state().isThere() ? "; " + link.line() : "")
          + ".";
    }
  }
}
