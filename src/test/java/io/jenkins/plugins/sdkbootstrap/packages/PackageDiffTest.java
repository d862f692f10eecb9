package io.jenkins.plugins.sdkbootstrap.packages;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.diff.DiffTotals;
import java.io.IOException;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PackageDiffTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PackagesRoot root() throws IOException {
    return new PackagesRoot(folder.newFolder().toPath().resolve("root"));
  }

  /** A package of Portage's with one file. */
  private static PackagesRoot add(
      PackagesRoot root, String name, String version, String slot, String use, String content)
      throws IOException {
    String db = "var/db/pkg/dev-lang/" + name + "-" + version + "/";
    String file = "usr/lib/" + name + slot;
    return root.file(file, content)
        .file(db + "CONTENTS", "dir /usr/lib\nobj /" + file + " 0 0\n")
        .file(db + "SLOT", slot)
        .file(db + "IUSE", "ssl test")
        .file(db + "USE", use);
  }

  @Test
  public void everyKindOfChangeIsFound() throws Exception {
    PackagesRoot a = root().file("etc/mine", "1").file("etc/gone", "12");
    add(a, "up", "1.9", "0", "", "old");
    add(a, "down", "2.0", "0", "", "same");
    add(a, "gone", "1", "0", "", "gone");
    add(a, "flags", "1", "0", "test", "same");
    add(a, "files", "1", "0", "", "other");
    add(a, "same", "1", "0", "", "same");
    add(a, "slots", "3.11.1", "3.11", "", "py");
    add(a, "slots", "3.12.1", "3.12", "", "py");
    PackagesRoot b = root().file("etc/mine", "123").file("etc/new", "1234");
    add(b, "up", "1.10", "0", "", "longer");
    add(b, "down", "2.0_rc1", "0", "", "same");
    add(b, "new", "1", "0", "", "new!");
    add(b, "flags", "1", "0", "ssl", "same");
    add(b, "files", "1", "0", "", "Other");
    add(b, "same", "1", "0", "", "same");
    add(b, "slots", "3.12.2", "3.12", "", "py");
    add(b, "slots", "3.13.0", "3.13", "", "py");
    PackageDiff diff = PackageDiff.between(a.packages("a.tar.zst"), b.packages("b.tar.zst"));
    assertEquals(
        List.of(
            "downgraded dev-lang/down +0 []",
            "rebuilt dev-lang/files +0 []",
            "rebuilt dev-lang/flags +0 [+ssl, -test]",
            "removed dev-lang/gone -4 []",
            "added dev-lang/new +4 []",
            "upgraded dev-lang/slots 3.12.1>3.12.2 +0 []",
            "upgraded dev-lang/slots 3.11.1>3.13.0 +0 []",
            "upgraded dev-lang/up 1.9>1.10 +3 []"),
        diff.changes().stream().map(PackageDiffTest::line).toList());
    assertEquals(3, diff.growth());
    assertEquals(
        "{UPGRADED=3, DOWNGRADED=1, ADDED=1, REMOVED=1, REBUILT=2}", diff.counts().toString());
    assertEquals(new DiffTotals(1, 1, 1, 4, 2, 1, 3), diff.unowned());
  }

  private static String line(PackageChange c) {
    String versions =
        c.kind() == PackageChange.Kind.UPGRADED
            ? " " + c.before().version() + ">" + c.after().version()
            : "";
    return "%s %s%s %+d %s".formatted(c.kind().id(), c.name(), versions, c.growth(), c.flags());
  }

  @Test
  public void theSameRootTwiceHasNoDifferences() throws Exception {
    PackageDiff diff =
        PackageDiff.between(root().all().packages("a.tar.zst"), root().all().packages("b.tar.zst"));
    assertTrue(diff.toString(), diff.isEmpty());
  }
}
