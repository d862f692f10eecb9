package io.jenkins.plugins.sdkbootstrap.chroot;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class StageRunTest {

  private static final StageRun RUN = StageRun.of(Path.of("/r"), 2, Path.of("/s.sh"));

  @Test
  public void becomesOneCommandLine() {
    StageRun run =
        RUN.withNetwork(false)
            .withHostname("h")
            .withEnv(Map.of("A", "b c"))
            .withBinds(
                List.of(
                    Bind.readOnly(Path.of("/repo"), "/x"),
                    Bind.readWrite(Path.of("/cache"), "/y")));
    assertEquals(
        List.of(
            "sudo",
            "-n",
            "--",
            "sh",
            "/enter.sh",
            "--root",
            "/r",
            "--stage",
            "2",
            "--script",
            "/s.sh",
            "--network",
            "off",
            "--hostname",
            "h",
            "--env",
            "A=b c",
            "--read-only",
            "/repo",
            "/x",
            "--read-write",
            "/cache",
            "/y"),
        Chroot.command(run, Privilege.SUDO, EnterProgram.file(Path.of("/enter.sh"))));
  }

  @Test
  public void becomesACommandLineOfAsciiOnly() {
    List<String> command =
        Chroot.command(RUN.withEnv(Map.of("A", "\u00e9\\")), Privilege.ROOT, EnterProgram.inline());
    assertEquals("A=\\0303\\0251\\0134", command.get(command.size() - 1));
    command.forEach(word -> word.chars().forEach(c -> assertEquals(word, c & 0x7f, c)));
  }

  @Test
  public void refusesVariablesThatCannotBeSet() {
    assertRefused("env 'A-B'", Map.of("A-B", ""));
    assertRefused("env '1A'", Map.of("1A", ""));
    assertRefused("env STAGE: the stage run sets this itself", Map.of("STAGE", "4"));
    assertRefused("env A: a value cannot have a NUL", Map.of("A", "b\0"));
  }

  @Test
  public void refusesOtherNonsense() {
    assertThrows(
        IllegalArgumentException.class, () -> StageRun.of(Path.of("/r"), 0, Path.of("/s")));
    assertThrows(IllegalArgumentException.class, () -> Bind.readOnly(Path.of("/repo"), "relative"));
  }

  @Test
  public void parsesThePrivilegeSetting() {
    assertEquals(PrivilegeSetting.USERNS, PrivilegeSetting.parse("userns"));
    assertEquals(PrivilegeSetting.AUTO, PrivilegeSetting.parse("Auto"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PrivilegeSetting.parse("su"));
    assertEquals("privilege 'su': it is one of auto, root, userns, sudo", e.getMessage());
  }

  private static void assertRefused(String reason, Map<String, String> env) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> RUN.withEnv(env));
    assertThat(e.getMessage(), containsString(reason));
  }
}
