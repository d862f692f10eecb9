package io.jenkins.plugins.sdkbootstrap.pages.build;

import io.jenkins.plugins.sdkbootstrap.history.ChainLink;
import io.jenkins.plugins.sdkbootstrap.history.SdkChain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The chain from the seed to the SDK as boxes and arrows, in pixels. Only places and texts: the
 * view draws them, and escapes the texts.
 */
public final class ChainPicture {

  private static final int NARROW_BOX = 136;
  private static final int WIDE_BOX = 240;
  private static final int BOX_HEIGHT = 92;
  private static final int GAP = 44;
  private static final int EDGE = 3;

  /** As much of a name as fits into a box that is so wide, however wide its letters are. */
  private static final int PIXELS_A_LETTER = 8;

  /**
   * A box.
   *
   * @param x of its left side
   * @param y of its upper side
   * @param kind {@code seed} or the word of a stage's state
   * @param title what it is
   * @param name what it is called, as much as fits
   * @param state how far it is
   * @param digest the beginning of its digest, or empty
   * @param full what it is called, all of it
   */
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
   * @param path in the language of SVG
   * @param head its point, in the same
   * @param kind {@code sound}, {@code broken} or {@code open}
   * @param sign what stands beside it
   * @param signX where
   * @param signY where
   */
  public record Arrow(String path, String head, String kind, String sign, int signX, int signY) {}

  private final boolean across;
  private final int boxWidth;
  private final List<Box> boxes = new ArrayList<>();
  private final List<Arrow> arrows = new ArrayList<>();
  private final StringBuilder description = new StringBuilder();
  private final String title;

  private ChainPicture(SdkBootstrap sdk, boolean across) {
    this.across = across;
    boxWidth = across ? NARROW_BOX : WIDE_BOX;
    title = "From the seed to " + sdk.getSdk() + " " + sdk.getVersion() + " for " + sdk.getArch();
    SdkChain chain = sdk.chain();
    String seed = chain.seed() == null ? "" : chain.seed().location();
    add(
        "seed",
        "Seed",
        fileName(seed),
        "",
        chain.seed() == null ? "" : chain.seed().digests().get(0).hex().substring(0, 12),
        seed);
    for (StageRow stage : sdk.getStages()) {
      arrow(chain.links().get(stage.getNumber() - 1));
      String what = "Stage " + stage.getNumber();
      add(
          stage.getState().getWord(),
          stage.getNumber() == sdk.getStages().size() ? what + " = SDK" : what,
          stage.getName(),
          stage.getState() == StageState.REUSED
              ? "reused from #" + stage.getBuild()
              : stage.getState().getLabel(),
          stage.getShortDigest(),
          stage.getName());
      describe(stage, chain.links().get(stage.getNumber() - 1));
    }
  }

  /** From left to right. */
  static ChainPicture across(SdkBootstrap sdk) {
    return new ChainPicture(sdk, true);
  }

  /** From top to bottom. */
  static ChainPicture down(SdkBootstrap sdk) {
    return new ChainPicture(sdk, false);
  }

  private static String fileName(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private int start(int index) {
    return EDGE + index * ((across ? boxWidth : BOX_HEIGHT) + GAP);
  }

  private void add(
      String kind, String what, String name, String state, String digest, String full) {
    int at = start(boxes.size());
    boxes.add(
        new Box(
            across ? at : EDGE, across ? EDGE : at, kind, what, cut(name), state, digest, full));
  }

  private String cut(String text) {
    int longest = boxWidth / PIXELS_A_LETTER;
    return text.codePointCount(0, text.length()) <= longest
        ? text
        : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "\u2026";
  }

  private void arrow(ChainLink link) {
    int end = start(boxes.size());
    int from = end - GAP + 2;
    int to = end - 3;
    int middle = EDGE + (across ? BOX_HEIGHT : boxWidth) / 2;
    String kind;
    String sign;
    switch (link.verdict()) {
      case SEED, MATCHES -> {
        kind = "sound";
        sign = "=";
      }
      case DIFFERS -> {
        kind = "broken";
        sign = "\u2260";
      }
      case MISSING -> {
        kind = "open";
        sign = "";
      }
      default -> {
        kind = "open";
        sign = "?";
      }
    }
    arrows.add(
        across
            ? new Arrow(
                text("M%d %d H%d", from, middle, to - 8),
                text("M%d %d l-9 -5 v10 z", to, middle),
                kind,
                sign,
                end - GAP / 2 - 2,
                middle - 8)
            : new Arrow(
                text("M%d %d V%d", middle, from, to - 8),
                text("M%d %d l-5 -9 h10 z", middle, to),
                kind,
                sign,
                middle + 14,
                end - GAP / 2 + 4));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void describe(StageRow stage, ChainLink link) {
    description.append("Stage ").append(stage.getNumber());
    if (!stage.getName().isEmpty()) {
      description.append(", ").append(stage.getName());
    }
    description.append(": ").append(stage.getState().getLabel());
    if (stage.getState() == StageState.REUSED) {
      description.append(" from build ").append(stage.getBuild());
    }
    if (stage.getState().isThere()) {
      description.append("; ").append(link.line());
    }
    description.append(". ");
  }

  /** What it shows, in a few words. */
  public String getTitle() {
    return title;
  }

  /** What it shows, for whoever does not see it. */
  public String getDescription() {
    return description.toString().strip();
  }

  /** How wide it is. */
  public int getWidth() {
    return across ? start(boxes.size()) - GAP + EDGE : boxWidth + 2 * EDGE;
  }

  /** How high it is. */
  public int getHeight() {
    return across ? BOX_HEIGHT + 2 * EDGE : start(boxes.size()) - GAP + EDGE;
  }

  /** How wide a box is. */
  public int getBoxWidth() {
    return boxWidth;
  }

  /** How high a box is. */
  public int getBoxHeight() {
    return BOX_HEIGHT;
  }

  /** The seed and the stages. */
  public List<Box> getBoxes() {
    return List.copyOf(boxes);
  }

  /** What was made from what. */
  public List<Arrow> getArrows() {
    return List.copyOf(arrows);
  }
}
