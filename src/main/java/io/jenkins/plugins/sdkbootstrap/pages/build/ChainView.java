package io.jenkins.plugins.sdkbootstrap.pages.build;

import io.jenkins.plugins.sdkbootstrap.history.ChainLink;
import io.jenkins.plugins.sdkbootstrap.history.SdkChain;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.util.List;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The chain from the seed to the SDK, as the page and the API show it. */
@ExportedBean(defaultVisibility = 999)
public final class ChainView {

  private final SdkChain chain;

  ChainView(SdkChain chain) {
    this.chain = chain;
  }

  /** Whether each stage was made from the one before it, without a gap. */
  @Exported
  public boolean isWhole() {
    return chain.isWhole();
  }

  /** What the seed of the first stage was called; null where that is not known. */
  @Exported
  public String getSeed() {
    return chain.seed() == null ? null : chain.seed().location();
  }

  /** Its digests, {@code sha256:HEX}. */
  @Exported
  public List<String> getSeedDigests() {
    return chain.seed() == null
        ? List.of()
        : chain.seed().digests().stream().map(Digest::toString).toList();
  }

  /** One for each stage, in order. */
  @Exported
  public List<Link> getLinks() {
    return chain.links().stream().map(Link::new).toList();
  }

  /** Those where it is broken by what is there: not the stages that are missing. */
  public List<Link> getContradictions() {
    return chain.gaps().stream()
        .filter(link -> link.verdict() == ChainLink.Verdict.DIFFERS)
        .map(Link::new)
        .toList();
  }

  /** What a stage was made from, held against what is there. */
  @ExportedBean(defaultVisibility = 999)
  public static final class Link {

    private final ChainLink link;

    Link(ChainLink link) {
      this.link = link;
    }

    /** The stage's number. */
    @Exported
    public int getStage() {
      return link.number();
    }

    /** How the two compare: a word of lower-case letters and hyphens. */
    @Exported
    public String getVerdict() {
      return link.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Says so to people. */
    @Exported
    public String getLine() {
      return link.line();
    }
  }
}
