package io.jenkins.plugins.sdkbootstrap.elf;

import static io.jenkins.plugins.sdkbootstrap.archive.Entries.dir;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.file;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.hardlink;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.symlink;
import static io.jenkins.plugins.sdkbootstrap.elf.ElfMaker.ARM64;
import static io.jenkins.plugins.sdkbootstrap.elf.ElfMaker.I386;
import static io.jenkins.plugins.sdkbootstrap.elf.ElfMaker.elf;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.archive.ArchivedTree;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Test;

public class LinkIsolationTest {

  private LinkIsolation isolation;

  @Before
  public void begin() throws IOException {
    isolation = new LinkIsolation();
  }

  private void put(Entry entry) throws IOException {
    isolation.begin(entry);
    isolation.end(entry);
  }

  private void put(String path, byte[] content) throws IOException {
    Entry entry = file(path, new String(content, StandardCharsets.ISO_8859_1));
    isolation.begin(entry);
    // In pieces that tear the magic number apart.
    for (int at = 0; at < content.length; at += 3) {
      isolation.content(content, at, Math.min(3, content.length - at));
    }
    isolation.end(entry);
  }

  private void put(String path, ElfMaker content) throws IOException {
    put(path, content.bytes());
  }

  private void putWholeSystem() throws IOException {
    put("lib/ld.so.1", elf());
    put("usr/lib/libc.so.6", elf().soname("libc.so.6").needs("ld.so.1"));
    put("bin/sh", program());
  }

  private static ElfMaker program() {
    return elf().interpreter("/lib/ld.so.1").needs("libc.so.6");
  }

  private void assertFindings(String... lines) throws IOException {
    List<String> found = isolation.findings().stream().map(LinkFinding::toString).toList();
    isolation.close();
    assertEquals(List.of(lines), found);
  }

  @Test
  public void findsNothingInARootThatIsByItself() throws IOException {
    putWholeSystem();
    assertFindings();
  }

  @Test
  public void namesAMissingInterpreter() throws IOException {
    putWholeSystem();
    put("bin/foreign", elf().interpreter("/seed/ld.so.2"));
    assertFindings(
        "bin/foreign: needs the interpreter /seed/ld.so.2: nothing in the root has this name");
  }

  @Test
  public void namesAMissingLibraryWithTheFileThatNeedsIt() throws IOException {
    putWholeSystem();
    put("usr/lib/libx.so.1", elf().needs("libc.so.6").needs("libseed.so.3"));
    assertFindings(
        "usr/lib/libx.so.1: needs the library libseed.so.3: nothing in the root has this name");
  }

  @Test
  public void wantsTheInterpreterAtItsVeryPath() throws IOException {
    putWholeSystem();
    put("bin/moved", elf().interpreter("/lib64/ld.so.1"));
    assertFindings(
        "bin/moved: needs the interpreter /lib64/ld.so.1: the root has it only as lib/ld.so.1");
  }

  @Test
  public void followsSymlinksInsideTheRoot() throws IOException {
    put("usr/lib/ld-2.36.so", elf());
    put("usr/lib/libc-2.36.so", elf());
    put(symlink("lib", "/usr/lib"));
    put(symlink("usr/lib/ld.so.1", "/lib/ld-2.36.so"));
    put(symlink("usr/lib/libc.so.6", "../../../../usr/lib/libc-2.36.so"));
    put("bin/sh", program());
    assertFindings();
  }

  @Test
  public void findsALibraryByAHardLinkOrBySoname() throws IOException {
    putWholeSystem();
    put("usr/lib/liba-1.so", elf().soname("liba.so.1"));
    put("usr/lib/private/b.bin", elf());
    put(hardlink("usr/lib/libb.so.1", "usr/lib/private/b.bin"));
    put("bin/x", program().needs("liba.so.1").needs("libb.so.1"));
    assertFindings();
  }

  @Test
  public void saysThatALibraryIsForAnotherMachineOrLeadsNowhere() throws IOException {
    putWholeSystem();
    put("usr/lib32/liba.so.1", elf().narrow(I386));
    put(symlink("usr/lib/libb.so.1", "/seed/libb.so.1"));
    put("bin/x", program().needs("liba.so.1").needs("libb.so.1"));
    assertFindings(
        "bin/x: needs the library liba.so.1: usr/lib32/liba.so.1 is for i386, not x86-64",
        "bin/x: needs the library libb.so.1: usr/lib/libb.so.1 leads to no library in the root");
  }

  @Test
  public void takesAPluginsLibrariesFromWhereItsProgramBringsThem() throws IOException {
    putWholeSystem();
    put("opt/app/private/libcore.so", elf());
    put("opt/app/plugins/plugin.so", elf().needs("libcore.so"));
    put("opt/app/bin/app", program().runpath("$ORIGIN/../private").needs("libcore.so"));
    assertFindings();
  }

  @Test
  public void namesASearchPathThatTheRootDoesNotHave() throws IOException {
    putWholeSystem();
    put(dir("usr/lib/app"));
    put("bin/ok", program().rpath("/usr/lib/app:/lib64:/usr/lib/"));
    put("bin/built", program().rpath("/tmp/stage2root/usr/lib"));
    put("bin/file", program().runpath("/bin/sh"));
    assertFindings(
        "bin/built: looks for libraries in /tmp/stage2root/usr/lib: the root has no such directory",
        "bin/file: looks for libraries in /bin/sh: the root has no such directory");
  }

  @Test
  public void namesASearchPathThatClimbsOutOfTheRoot() throws IOException {
    putWholeSystem();
    put("usr/bin/in", program().runpath("$ORIGIN/../lib/none:${ORIGIN}/../.."));
    put("usr/bin/out", program().runpath("$ORIGIN/../../../seed/lib"));
    put("usr/bin/twice", program().runpath("${ORIGIN}/x/../../../../usr/lib"));
    assertFindings(
        "usr/bin/out: looks for libraries in $ORIGIN/../../../seed/lib: that leads out of the root",
        "usr/bin/twice: looks for libraries in ${ORIGIN}/x/../../../../usr/lib: that leads out of"
            + " the root");
  }

  @Test
  public void leavesSearchPathsThatAreNowhereInParticular() throws IOException {
    putWholeSystem();
    put("bin/x", program().runpath("lib:.:/usr/$LIB/x:$PLATFORM:$ORIGINAL/x"));
    assertFindings();
  }

  @Test
  public void comparesACrossToolchainWithItsOwnMachine() throws IOException {
    putWholeSystem();
    put("usr/arm64/lib/ld-arm64.so.1", elf().machine(ARM64));
    put("usr/arm64/lib/libc.so.6", elf().machine(ARM64));
    put(
        "usr/arm64/bin/x",
        elf().machine(ARM64).interpreter("/lib/ld-arm64.so.1").needs("libc.so.6"));
    put("opt/gdbserver-arm64", elf().machine(ARM64).interpreter("/lib/ld-arm64.so.1"));
    put("opt/y", elf().machine(ARM64).interpreter("/lib/ld-none.so.1").needs("libm.so.6"));
    assertFindings(
        "opt/y: needs the interpreter /lib/ld-none.so.1: nothing in the root has this name",
        "opt/y: needs the library libm.so.6: nothing in the root has this name");
  }

  @Test
  public void takesMuslsLoaderForItsLibraries() throws IOException {
    put("lib/ld-musl-x86_64.so.1", elf());
    put("bin/sh", elf().interpreter("/lib/ld-musl-x86_64.so.1").needs("libc.so").needs("libm.so"));
    put("usr/lib/libx.so", elf().needs("libc.so").needs("libc.so.6"));
    put("bin/glibc", elf().interpreter("/lib64/ld-linux-x86-64.so.2").needs("libpthread.so"));
    assertFindings(
        "bin/glibc: needs the interpreter /lib64/ld-linux-x86-64.so.2: nothing in the root has this"
            + " name",
        "bin/glibc: needs the library libpthread.so: nothing in the root has this name",
        "usr/lib/libx.so: needs the library libc.so.6: nothing in the root has this name");
  }

  @Test
  public void leavesObjectsModulesAndScripts() throws IOException {
    putWholeSystem();
    put("usr/lib/crt1.o", elf().type(1).needs("libseed.so"));
    put("bin/script", "#!/seed/bin/perl\n".getBytes(StandardCharsets.US_ASCII));
    put("etc/short", new byte[] {0x7f, 'E', 'L'});
    assertFindings();
  }

  @Test
  public void printsNamesOfAnyBytesInOneLine() throws IOException {
    putWholeSystem();
    put("bin/a\n<b>\u00ff", program().needs("lib\n<script>\u00ff.so"));
    assertFindings(
        "bin/a\\012<b>\\377: needs the library lib\\012<script>\\377.so: nothing in the root has"
            + " this name");
  }

  @Test
  public void readsLargeFilesThroughATemporaryFileThatNeverStays() throws IOException {
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    long before = spools(temp);
    putWholeSystem();
    byte[] large = Arrays.copyOf(program().needs("libseed.so").bytes(), 20 << 20);
    Entry entry = file("bin/large", "");
    isolation.begin(entry);
    for (int at = 0; at < large.length; at += 1 << 16) {
      isolation.content(large, at, 1 << 16);
      assertEquals(before, spools(temp));
    }
    isolation.end(entry);
    assertFindings("bin/large: needs the library libseed.so: nothing in the root has this name");
  }

  /** This system's shell with all that it is linked to, as ldd names it. */
  private List<Path> shellAndLibraries() throws Exception {
    Path shell = Path.of("/bin/sh").toRealPath();
    String listed = ArchivedTree.run(Path.of("/"), "sh", "-c", "ldd /bin/sh || true");
    Stream<Path> libraries =
        Pattern.compile("(/\\S+) \\(0x").matcher(listed).results().map(m -> Path.of(m.group(1)));
    List<Path> files = Stream.concat(Stream.of(shell), libraries).toList();
    assumeTrue("this system's shell is static", files.size() > 1);
    return files;
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertTrue(from, text.contains(from + "\0"));
    return text.replace(from + "\0", to + "\0").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  public void findsNothingInARootOfThisSystemsShellAndItsLibraries() throws Exception {
    for (Path path : shellAndLibraries()) {
      put(path.toString().substring(1), Files.readAllBytes(path));
    }
    assertFindings();
  }

  @Test
  public void namesWhatWasPlantedInARealProgram() throws Exception {
    List<Path> files = shellAndLibraries();
    byte[] shell = Files.readAllBytes(files.get(0));
    String interpreter = files.get(files.size() - 1).toString();
    for (Path path : files) {
      put(path.toString().substring(1), Files.readAllBytes(path));
    }
    String foreign = "/x" + interpreter.substring(2);
    put("bin/loaded-by-another", replaced(shell, interpreter, foreign));
    String library = files.get(1).getFileName().toString();
    String other = "x" + library.substring(1);
    put("bin/needs-another", replaced(shell, library, other));
    assertFindings(
        "bin/loaded-by-another: needs the interpreter "
            + foreign
            + ": the root has it only as "
            + interpreter.substring(1),
        "bin/needs-another: needs the library " + other + ": nothing in the root has this name");
  }

  private static long spools(Path temp) throws IOException {
    try (var files = Files.list(temp)) {
      return files.filter(f -> f.getFileName().toString().matches("elf.*spool")).count();
    }
  }
}
