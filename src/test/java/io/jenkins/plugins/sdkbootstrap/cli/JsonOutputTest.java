package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.index.IndexWriter;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Programs read this: each byte of what {@code --json} prints stays as it is. */
@Category(Mounts.class)
public class JsonOutputTest {

  private static final Digest SOME = new Digest("sha256", "ab".repeat(32));
  private static final Digest OTHER = new Digest("sha256", "cd".repeat(32));

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path directory;

  @Before
  public void directory() throws IOException {
    directory = folder.getRoot().toPath().toRealPath();
  }

  @Test
  public void ls() throws Exception {
    assertEquals(
        """
        [ {
          "path" : "dev/null",
          "pathEscaped" : "dev/null",
          "type" : "char",
          "mode" : "0644",
          "uid" : 0,
          "gid" : 5,
          "size" : 0,
          "mtimeSeconds" : 1000000000,
          "mtimeNanos" : 7,
          "deviceMajor" : 1,
          "deviceMinor" : 3,
          "offset" : 2048
        } ]
        """,
        json(0, "ls", archive("a", SOME, 12), "dev"));
    assertEquals("[ ]\n", json(0, "ls", archive("a", SOME, 12), "empty"));
  }

  @Test
  public void find() throws Exception {
    assertEquals(
        """
        {
          "entries" : [ {
            "path" : "etc/caf\\\\351",
            "pathEscaped" : "etc/caf\\\\351",
            "type" : "link",
            "mode" : "4644",
            "uid" : 0,
            "gid" : 5,
            "size" : 0,
            "mtimeSeconds" : 1000000000,
            "mtimeNanos" : 7,
            "link" : "x",
            "offset" : 3072
          }, {
            "path" : "etc/x",
            "pathEscaped" : "etc/x",
            "type" : "file",
            "mode" : "0644",
            "uid" : 0,
            "gid" : 5,
            "size" : 12,
            "mtimeSeconds" : 1000000000,
            "mtimeNanos" : 7,
            "sha256" : "%s",
            "offset" : 2560
          } ],
          "more" : true
        }
        """
            .formatted(SOME.hex()),
        json(0, "find", "--limit=2", archive("a", SOME, 12), "etc/?*"));
    assertEquals(
        """
        {
          "entries" : [ ],
          "more" : false
        }
        """,
        json(1, "find", archive("a", SOME, 12), "nowhere"));
  }

  @Test
  public void diff() throws Exception {
    assertEquals(
        """
        {
          "totals" : {
            "added" : 0,
            "removed" : 0,
            "changed" : 1,
            "growth" : -4
          },
          "folders" : [ {
            "folder" : "etc",
            "totals" : {
              "added" : 0,
              "removed" : 0,
              "changed" : 1,
              "growth" : -4
            }
          } ],
          "changes" : [ {
            "path" : "etc/x",
            "pathEscaped" : "etc/x",
            "kind" : "changed",
            "what" : [ "content" ],
            "sizeBefore" : 12,
            "sizeAfter" : 8
          } ]
        }
        """,
        json(1, "diff", archive("a", SOME, 12), archive("b", OTHER, 8)));
    assertEquals(
        """
        {
          "totals" : {
            "added" : 0,
            "removed" : 0,
            "changed" : 0,
            "growth" : 0
          },
          "folders" : [ ],
          "changes" : [ ]
        }
        """,
        json(0, "diff", archive("a", SOME, 12), archive("b", SOME, 12)));
  }

  @Test
  public void cat() throws Exception {
    assertEquals(
        """
        {
          "path" : "etc/x",
          "size" : 3,
          "base64" : "aGkK"
        }
        """,
        json(0, "cat", tarball().toString(), "etc/x"));
  }

  @Test
  public void archiveUnpackRemove() throws Exception {
    TinySdk.assumeChroot(directory);
    Path tarball = tarball();
    Path root = directory.resolve("root");
    String sha256 = sum("sha256sum", tarball);
    assertEquals(
        """
        {
          "root" : "%s",
          "sha256" : "%s",
          "entries" : 3,
          "bytes" : 3,
          "devicesLeftOut" : 0
        }
        """
            .formatted(root, sha256),
        json(0, "unpack", tarball.toString(), root.toString()));
    Path again = directory.resolve("again.tar");
    String archived = json(0, "archive", root.toString(), again.toString());
    assertEquals(
        """
        {
          "archive" : "%s",
          "sha256" : "%s",
          "sha512" : "%s",
          "entries" : 3,
          "size" : 10240,
          "tarSize" : 10240
        }
        """
            .formatted(again, sum("sha256sum", again), sum("sha512sum", again)),
        archived);
    assertEquals(
        """
        {
          "removed" : "%s"
        }
        """
            .formatted(root),
        json(0, "remove", root.toString()));
  }

  @Test
  public void verify() throws Exception {
    Path tarball = tarball();
    assertEquals(
        """
        [ {
          "archive" : "%s",
          "good" : true,
          "checked" : [ ],
          "findings" : [ ],
          "notProven" : [ "there is no provenance record: nothing says what it was made from" ]
        } ]
        """
            .formatted(tarball),
        json(0, "verify", tarball.toString()));
  }

  @Test
  public void initAndGc() throws Exception {
    Path sdk = directory.resolve("sdk");
    String files = json(0, "init", "--template=minimal", sdk.toString());
    assertEquals(
        "[ \"%s/sdk.yaml\", \"%s/README.md\"".formatted(sdk, sdk),
        files.substring(0, files.indexOf(", \"" + sdk + "/Jenkinsfile")));
    assertEquals(
        "[ ]\n", json(0, "gc", "--keep=1", "--store=" + Files.createDirectory(sdk.resolve("s"))));
  }

  @Test
  public void bootstrapPlanReproduceSignGc() throws Exception {
    TinySdk.assumeChroot(directory);
    TinySdk sdk = TinySdk.create(directory);
    String arch = System.getProperty("os.arch");
    sdk.bootstrap("stage1").requireDone();
    String tarball =
        """
        ,
            "key" : "sha256:HEX",
            "tarball" : "stage1-%s-1.0+2026-11-25-1200.tar.zst",
            "sha256" : "HEX",
            "size" : N,
            "tarSize" : N,
            "entries" : N,
            "seconds" : N
        """
            .formatted(arch)
            .stripTrailing();
    assertEquals(
        """
        {
          "version" : "1.0+2026-11-25-1200",
          "stages" : [ {
            "stage" : 1,
            "name" : "minimal toolchain",
            "action" : "reuse",
            "reason" : "...",
            "drift" : [ ],
            "sourceDateEpoch" : N,
            "sourceDateOrigin" : "version"%s
          }, {
            "stage" : 2,
            "name" : "toolchain",
            "action" : "run",
            "reason" : "...",
            "drift" : [ ],
            "sourceDateEpoch" : N,
            "sourceDateOrigin" : "version",
            "key" : "sha256:HEX"
          }, {
            "stage" : 3,
            "name" : "SDK",
            "action" : "run",
            "reason" : "...",
            "drift" : [ ],
            "sourceDateEpoch" : N,
            "sourceDateOrigin" : "version"
          } ],
          "errors" : [ ],
          "preflight" : [ {
            "severity" : "info",
            "line" : "privilege: root, as user root"
          } ],
          "keptRoots" : [ ]
        }
        """
            .formatted(tarball),
        masked(sdk.bootstrap("plan", "--json").requireDone().out()));
    assertEquals(
        """
        {
          "version" : "1.0+2026-11-25-1200",
          "changed" : true,
          "stages" : [ {
            "stage" : 1,
            "name" : "minimal toolchain",
            "action" : "run",
            "reason" : "...",
            "drift" : [ ],
            "sourceDateEpoch" : N,
            "sourceDateOrigin" : "version"%s
          }, {
            "stage" : 2,
            "name" : "toolchain",
            "action" : "skip",
            "reason" : "...",
            "drift" : [ ],
            "sourceDateEpoch" : N,
            "sourceDateOrigin" : "version"
          }, {
            "stage" : 3,
            "name" : "SDK",
            "action" : "skip",
            "reason" : "...",
            "drift" : [ ],
            "sourceDateEpoch" : N,
            "sourceDateOrigin" : "version"
          } ]
        }
        """
            .formatted(tarball),
        masked(sdk.bootstrap("--json", "stage1").requireDone().out()));
    assertEquals(
        """
        {
          "identical" : true,
          "tarball" : "stage1-%s-1.0+2026-11-25-1200.tar.zst",
          "onRecord" : "sha256:HEX",
          "again" : "sha256:HEX",
          "drift" : [ ]
        }
        """
            .formatted(arch),
        masked(sdk.bootstrap("reproduce", "--json", "--stage=1").requireDone().out()));
    TinySdk.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", sdk.path("k").toString());
    assertEquals(
        "[ \"%s\" ]\n"
            .formatted(sdk.tarball(1).toString().replace(".tar.zst", ".intoto.json.dsse")),
        json(0, "sign", "--key=" + sdk.path("k"), sdk.tarball(1).toString()));
    sdk.bootstrap().requireDone();
    TinySdk.command(
            "--config=" + sdk.path("sdk.yaml"),
            "--store=" + sdk.path("store"),
            "--version=1.0+2026-11-26-1200")
        .requireDone();
    assertEquals(
        """
        [ {
          "sdk" : "tiny-sdk",
          "arch" : "%s",
          "version" : "1.0+2026-11-25-1200",
          "bytes" : N
        } ]
        """
            .formatted(arch),
        masked(json(0, "gc", "--keep=1", "--store=" + sdk.path("store"))));
  }

  @Test
  public void chroot() throws Exception {
    TinySdk.assumeChroot(directory);
    TinySdk sdk = TinySdk.create(directory);
    Path root = sdk.path("root");
    TinySdk.command("unpack", sdk.path("seed.tar").toString(), root.toString()).requireDone();
    sdk.write("script", "mkdir -p \"$STAGE_ROOT\"\nexit 3\n");
    assertEquals(
        """
        {
          "status" : 3
        }
        """,
        json(1, "chroot", "--script=" + sdk.path("script"), root.toString()));
  }

  /** Without what is another at each run. */
  private static String masked(String json) {
    return json.replaceAll("[0-9a-f]{64}", "HEX")
        .replaceAll("\"reason\" : \".*\"", "\"reason\" : \"...\"")
        .replaceAll(
            "\"(size|tarSize|entries|bytes|seconds|sourceDateEpoch)\" : [0-9.]+", "\"$1\" : N");
  }

  private static String json(int status, String command, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = command;
    all[1] = "--json";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    TinySdk.Outcome outcome = TinySdk.command(all);
    assertEquals(outcome.toString(), status, outcome.status());
    return outcome.out();
  }

  private static String sum(String tool, Path file) throws Exception {
    return TinySdk.run(tool, file.toString()).replaceAll(" .*\n", "");
  }

  /** A real one: a root, a directory and a file. */
  private Path tarball() throws Exception {
    Path etc = Files.createDirectories(directory.resolve("tree/etc"));
    Files.writeString(etc.resolve("x"), "hi\n");
    Path tarball = directory.resolve("tree.tar");
    TinySdk.run("tar", "-cf", tarball.toString(), "-C", directory + "/tree", ".");
    return tarball;
  }

  /** One that is an index only, which is all that some commands read. */
  private String archive(String name, Digest digest, long size) throws IOException {
    Path index = directory.resolve(name + ".mtree.zst");
    try (IndexWriter writer = new IndexWriter(Files.newOutputStream(index))) {
      writer.end(entry("", EntryType.DIRECTORY, 0755, 0, null, null, 0));
      writer.end(entry("dev", EntryType.DIRECTORY, 0755, 0, null, null, 512));
      writer.end(entry("empty", EntryType.DIRECTORY, 0755, 0, null, null, 1024));
      writer.end(entry("etc", EntryType.DIRECTORY, 0755, 0, null, null, 1536));
      writer.end(entry("dev/null", EntryType.CHAR_DEVICE, 0644, 0, null, null, 2048));
      writer.end(entry("etc/x", EntryType.FILE, 0644, size, null, digest, 2560));
      writer.end(entry("etc/caf\u00e9", EntryType.SYMLINK, 04644, 0, "x", null, 3072));
      writer.end(entry("etc/y", EntryType.FIFO, 0644, 0, null, null, 3584));
    }
    Path archive = directory.resolve(name + ".tar.zst");
    Files.write(archive, new byte[0]);
    return archive.toString();
  }

  private static Entry entry(
      String path, EntryType type, int mode, long size, String link, Digest digest, long offset) {
    boolean device = type == EntryType.CHAR_DEVICE;
    return new Entry(
        RootPath.of(path.getBytes(StandardCharsets.ISO_8859_1)),
        type,
        mode,
        0,
        5,
        size,
        1_000_000_000,
        7,
        link == null ? null : link.getBytes(StandardCharsets.ISO_8859_1),
        device ? 1 : 0,
        device ? 3 : 0,
        digest,
        offset);
  }
}
