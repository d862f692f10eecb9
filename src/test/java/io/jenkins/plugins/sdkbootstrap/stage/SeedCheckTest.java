package io.jenkins.plugins.sdkbootstrap.stage;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SeedCheckTest {

  private static final int X86_64 = 62;
  private static final int ARM64 = 183;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path root;
  private Privilege privilege = Privilege.ROOT;
  private boolean strict;

  @Before
  public void makeSeed() throws Exception {
    root = folder.newFolder("root").toPath();
    Files.createDirectories(root.resolve("usr/bin"));
    Files.createDirectories(root.resolve("usr/lib"));
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("usr/lib/os-release"), "ID=small\n");
    link("etc/os-release", "../usr/lib/os-release");
    link("etc/above", "../../../../usr/lib/os-release");
    link("etc/\u00e9", "/nowhere/\u00e9");
    link("bin", "usr/bin");
    link("lib", "./usr//lib");
    link("lib64", "lib");
    link("usr/bin/sh", "../../bin/dash");
  }

  private void link(String at, String target) throws Exception {
    Files.createSymbolicLink(root.resolve(at), Path.of(target));
  }

  /** A program's header, and the loader that it names. */
  private void shell(int machine) throws Exception {
    byte[] name = "/lib64/ld.so\0".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer elf = ByteBuffer.allocate(64 + 56 + name.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    elf.putShort(16, (short) 2).putShort(18, (short) machine).putInt(20, 1);
    elf.putLong(32, 64).putShort(52, (short) 64).putShort(54, (short) 56).putShort(56, (short) 1);
    elf.putInt(64, 3).putLong(72, 120).putLong(96, name.length);
    elf.position(120);
    elf.put(name);
    Files.write(root.resolve("usr/bin/dash"), elf.array());
  }

  private List<Finding> check() throws Exception {
    Path seed = folder.getRoot().toPath().resolve("seed.tar");
    Process tar =
        new ProcessBuilder(
                "tar",
                "--xattrs",
                "--xattrs-include=*",
                "-cf",
                seed.toString(),
                "-C",
                root.toString(),
                ".")
            .inheritIO()
            .start();
    assertEquals(0, tar.waitFor());
    return SeedCheck.seed(
        seed,
        "amd64",
        Optional.of(privilege),
        folder.getRoot().toPath().resolve("no/work"),
        strict);
  }

  @Test
  public void followsTheLinksThatDistributionsHave() throws Exception {
    shell(X86_64);
    Files.writeString(root.resolve("usr/lib/ld.so"), "loader");
    assertEquals(List.of(), check());
  }

  @Test
  public void namesTheMissingLoader() throws Exception {
    shell(X86_64);
    assertThat(check().toString(), containsString("needs the loader /lib64/ld.so"));
  }

  @Test
  public void namesTheOtherMachine() throws Exception {
    shell(ARM64);
    Files.writeString(root.resolve("usr/lib/ld.so"), "loader");
    assertThat(check().toString(), containsString("is a program for arm64, not for amd64"));
  }

  private void shellAndLoader() throws Exception {
    shell(X86_64);
    Files.writeString(root.resolve("usr/lib/ld.so"), "loader");
  }

  private List<String> left() throws Exception {
    try (Stream<Path> all = Files.list(folder.getRoot().toPath())) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  public void triesTheAttributesOfTheSeedAndRemovesTheTrial() throws Exception {
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    shellAndLoader();
    Path file = Files.writeString(root.resolve("etc/hosts"), "x");
    Files.setAttribute(file, "unix:uid", 1234);
    Files.setAttribute(file, "user:a", ByteBuffer.wrap(new byte[] {1}));
    assertEquals(List.of(), check());
    assertEquals(List.of("root", "seed.tar"), left());
    // What a user namespace takes of a label of the kernel: nothing.
    assertEquals(
        0,
        new ProcessBuilder("setfattr", "-n", "trusted.label", "-v", "x", file.toString())
            .inheritIO()
            .start()
            .waitFor());
    privilege = Privilege.USERNS;
    assertThat(
        check().toString(),
        containsString(
            "WARNING, line=entries that cannot be created here are skipped: attributes trusted.label"));
    strict = true;
    assertThat(
        check().toString(), containsString("ERROR, line=not all of the seed can be created here"));
    assertEquals(List.of("root", "seed.tar"), left());
  }

  @Test
  public void takesNoOddFileForAProgram() throws Exception {
    Files.write(root.resolve("usr/bin/dash"), new byte[] {0x7f, 'E', 'L', 'F', 2});
    assertThat(check().toString(), containsString("the seed has no /bin/sh"));
  }
}
