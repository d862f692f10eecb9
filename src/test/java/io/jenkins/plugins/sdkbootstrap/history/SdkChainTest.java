package io.jenkins.plugins.sdkbootstrap.history;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.history.ChainLink.Verdict;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import java.util.List;
import org.junit.Test;

public class SdkChainTest {

  private static FinishedStage stage(int number, Seed seed) {
    return FinishedStage.of(
        Samples.record("sdk", "1", number, 4, seed, "content " + number), true, 0);
  }

  /** A stage made from the one before it. */
  private static FinishedStage stage(int number) {
    Seed seed =
        number == 1
            ? Samples.SEED
            : Samples.record("sdk", "1", number - 1, 4, Samples.SEED, "content " + (number - 1))
                .asSeed();
    return stage(number, seed);
  }

  private static List<Verdict> verdicts(SdkChain chain) {
    return chain.links().stream().map(ChainLink::verdict).toList();
  }

  private static List<ChainLink> gaps(SdkChain chain) {
    return chain.links().stream().filter(link -> !link.isSound()).toList();
  }

  @Test
  public void isWholeWhereEachStageWasMadeFromTheOneBefore() {
    SdkChain chain = SdkChain.of(4, List.of(stage(3), stage(1), stage(4), stage(2)));
    assertTrue(chain.isWhole());
    assertEquals(List.of(), gaps(chain));
    assertEquals(
        List.of(Verdict.SEED, Verdict.MATCHES, Verdict.MATCHES, Verdict.MATCHES), verdicts(chain));
    assertEquals(Samples.SEED, chain.seed());
    String digest = Samples.sha256("the seed").hex().substring(0, 12);
    assertEquals(
        "stage 1 was made from seeds/seed.tar.bz2 (sha256:" + digest + ")",
        chain.links().get(0).line());
    digest = Samples.sha256("content 1").hex().substring(0, 12);
    assertEquals(
        "stage 2 was made from stage1-amd64-1.tar.zst (sha256:" + digest + "), which is stage 1",
        chain.links().get(1).line());
  }

  @Test
  public void saysWhichStageWasMadeFromSomethingElse() {
    Seed other = new Seed("stage2-amd64-1.tar.zst", List.of(Samples.sha256("an older stage 2")));
    SdkChain chain = SdkChain.of(4, List.of(stage(1), stage(2), stage(3, other), stage(4)));
    assertFalse(chain.isWhole());
    assertEquals(3, gaps(chain).get(0).number());
    assertEquals(Verdict.DIFFERS, gaps(chain).get(0).verdict());
    String line = gaps(chain).get(0).line();
    for (String content : List.of("an older stage 2", "content 2")) {
      assertTrue(line, line.contains(Samples.sha256(content).hex().substring(0, 12)));
    }
  }

  @Test
  public void digestsOfOtherAlgorithmsAreNoMatch() {
    Seed sha512 = new Seed("stage1-amd64-1.tar.zst", List.of(Samples.sha512("content 1")));
    SdkChain chain = SdkChain.of(2, List.of(stage(1), stage(2, sha512)));
    assertEquals(List.of(Verdict.SEED, Verdict.DIFFERS), verdicts(chain));
  }

  @Test
  public void namesStagesThatAreNotThere() {
    SdkChain chain = SdkChain.of(4, List.of(stage(2), stage(3)));
    assertEquals(
        List.of(Verdict.MISSING, Verdict.NO_STAGE_BEFORE, Verdict.MATCHES, Verdict.MISSING),
        verdicts(chain));
    assertEquals(3, gaps(chain).size());
    assertEquals("stage 1 is not there", gaps(chain).get(0).line());
    assertNull(chain.seed());
    assertEquals(List.of(Verdict.MISSING, Verdict.MISSING), verdicts(SdkChain.of(2, List.of())));
  }

  @Test
  public void saysWhereASeedIsNotOnRecord() {
    FinishedStage second = stage(2);
    FinishedStage forgotten =
        new FinishedStage(
            2,
            "two",
            true,
            second.startedOn(),
            second.finishedOn(),
            1,
            1,
            second.sha256(),
            null,
            0,
            null);
    assertEquals(
        List.of(Verdict.SEED, Verdict.UNKNOWN_SEED),
        verdicts(SdkChain.of(2, List.of(stage(1), forgotten))));
  }

  @Test
  public void refusesWhatIsNoBootstrap() {
    assertThrows(IllegalArgumentException.class, () -> SdkChain.of(0, List.of()));
    assertThrows(IllegalArgumentException.class, () -> SdkChain.of(1_000_000, List.of()));
    assertThrows(IllegalArgumentException.class, () -> SdkChain.of(1, List.of(stage(2))));
    assertThrows(IllegalArgumentException.class, () -> SdkChain.of(2, List.of(stage(2), stage(2))));
  }

  @Test
  public void showsNoControlCharactersOfASeed() {
    Seed odd = new Seed("seed\u001b[31m\n<b>", Samples.SEED.digests());
    String line = SdkChain.of(1, List.of(stage(1, odd))).links().get(0).line();
    assertTrue(line, line.contains("seed?[31m?<b>"));
  }
}
