package io.jenkins.plugins.sdkbootstrap.pages.build;

import io.jenkins.plugins.sdkbootstrap.history.ChainLink;
import io.jenkins.plugins.sdkbootstrap.history.SdkChain;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.util.List;
import java.util.Locale;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The chain from the seed to the SDK, as the page and the API show it.
 *
 * @param whole whether each stage was made from the one before it, without a gap
 * @param seed what the seed of the first stage was called; null where that is not known
 * @param seedDigests its digests, {@code sha256:HEX}
 * @param links one for each stage, in order
 */
@ExportedBean(defaultVisibility = 999)
@Restricted(NoExternalUse.class)
public record ChainView(
    @Exported boolean whole,
    @Exported String seed,
    @Exported List<String> seedDigests,
    @Exported List<Link> links) {

  /**
   * What a stage was made from, compared with the stage before it.
   *
   * @param stage the stage's number
   * @param verdict how the two compare: lower-case letters and hyphens
   * @param line the same for people
   */
  @ExportedBean(defaultVisibility = 999)
  @Restricted(NoExternalUse.class)
  public record Link(@Exported int stage, @Exported String verdict, @Exported String line) {

    static Link of(ChainLink link) {
      String verdict = link.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-');
      return new Link(link.number(), verdict, link.line());
    }
  }

  static ChainView of(SdkChain chain) {
    return new ChainView(
        chain.isWhole(),
        chain.seed() == null ? null : chain.seed().location(),
        chain.seed() == null
            ? List.of()
            : chain.seed().digests().stream().map(Digest::toString).toList(),
        chain.links().stream().map(Link::of).toList());
  }

  /** The stages that were not made from the stage before them; missing stages are none of these. */
  public List<Link> contradictions() {
    return links.stream().filter(link -> link.verdict().equals("differs")).toList();
  }
}
