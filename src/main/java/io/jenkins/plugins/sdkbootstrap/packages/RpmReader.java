package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.packages.PackageListBuilder.Draft;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** rpm's database in SQLite: a table with each package's header. Its older forms are only named. */
final class RpmReader implements DatabaseReader {

  private static final List<String> PLACES =
      // The last one is where Debian builds rpm to look.
      List.of("usr/lib/sysimage/rpm", "var/lib/rpm", "usr/share/rpm", "root/.rpmdb");

  private static final String DATABASE = "/rpmdb.sqlite";
  private static final String LOG = "-wal";

  /** Berkeley DB, and rpm's own ndb. */
  private static final List<String> OLDER = List.of("/Packages", "/Packages.db");

  private static final int NAME = 1000;
  private static final int VERSION = 1001;
  private static final int RELEASE = 1002;
  private static final int EPOCH = 1003;
  private static final int LICENSE = 1014;
  private static final int ARCH = 1022;
  private static final int SOURCE = 1044;
  private static final int DIRECTORY_OF = 1116;
  private static final int BASE_NAMES = 1117;
  private static final int DIRECTORIES = 1118;

  /** Keys that packages are signed with, which rpm keeps as if they were packages. */
  private static final String KEY = "gpg-pubkey";

  @Override
  public List<String> places() {
    return PLACES;
  }

  @Override
  public boolean wants(String path) {
    return path.endsWith(DATABASE)
        || path.endsWith(DATABASE + LOG)
        || OLDER.stream().anyMatch(path::endsWith);
  }

  @Override
  public void read(DatabaseFiles files, PackageListBuilder out) {
    for (String place : PLACES) {
      for (String older : OLDER) {
        if (files.get(place + older) != null && files.get(place + DATABASE) == null) {
          out.damaged(
              place + older,
              "is of an older format that is not supported; 'rpmdb --rebuilddb' makes one in SQLite");
        }
      }
      byte[] database = files.get(place + DATABASE);
      if (database != null) {
        read(place + DATABASE, database, files.get(place + DATABASE + LOG), out);
      }
    }
  }

  private static void read(String path, byte[] database, byte[] log, PackageListBuilder out) {
    List<List<byte[]>> rows;
    try {
      rows = new SqliteFile(database, log).table("Packages");
    } catch (IllegalArgumentException e) {
      out.damaged(path, e.getMessage());
      return;
    }
    for (List<byte[]> row : rows) {
      try {
        add(ByteBuffer.wrap(row.get(1)), out);
      } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
        out.damaged(path, "has a package whose header is damaged");
      }
    }
  }

  private static void add(ByteBuffer header, PackageListBuilder out) {
    Map<Integer, List<String>> tags = tags(header);
    String name = one(tags, NAME);
    if (name.equals(KEY)) {
      return;
    }
    String epoch = one(tags, EPOCH);
    Draft draft =
        out.draft(
            PackageFormat.RPM,
            utf8(name),
            (epoch.isEmpty() ? "" : epoch + ":") + one(tags, VERSION) + "-" + one(tags, RELEASE));
    draft.arch = one(tags, ARCH);
    draft.licenses = out.license(utf8(one(tags, LICENSE)));
    draft.origin = one(tags, SOURCE).replaceFirst("(-[^-]*){2}$", "");
    List<String> directories = tags.getOrDefault(DIRECTORIES, List.of());
    List<String> of = tags.getOrDefault(DIRECTORY_OF, List.of());
    List<String> names = tags.getOrDefault(BASE_NAMES, List.of());
    for (int i = 0; i < names.size(); i++) {
      byte[] directory = DatabaseFiles.bytes(directories.get(Integer.parseInt(of.get(i))));
      byte[] base = DatabaseFiles.bytes(names.get(i));
      draft.directory(directory, 0, directory.length);
      draft.name(base, 0, base.length);
    }
    out.add(draft);
  }

  /** A header: how many entries and bytes there are, entries of four numbers each, the bytes. */
  private static Map<Integer, List<String>> tags(ByteBuffer header) {
    int entries = header.getInt();
    int length = header.getInt();
    if (entries < 0 || length < 0 || 8 + 16L * entries + length > header.capacity()) {
      throw new IllegalArgumentException("is damaged");
    }
    int data = 8 + 16 * entries;
    Map<Integer, List<String>> tags = new HashMap<>();
    for (int i = 0; i < entries; i++) {
      int tag = header.getInt();
      int type = header.getInt();
      int at = data + header.getInt();
      int count = header.getInt();
      if (isWanted(tag)) {
        tags.put(tag, values(header, type, at, count));
      }
    }
    return tags;
  }

  private static boolean isWanted(int tag) {
    return tag >= NAME && tag <= EPOCH
        || tag == LICENSE
        || tag == ARCH
        || tag == SOURCE
        || tag >= DIRECTORY_OF && tag <= DIRECTORIES;
  }

  /** Numbers of 32 bits (type 4) or texts (6, 8 and 9). */
  private static List<String> values(ByteBuffer header, int type, int from, int count) {
    List<String> values = new ArrayList<>();
    int at = from;
    for (int i = 0; i < count; i++) {
      if (type == 4) {
        values.add(Integer.toString(header.getInt(at)));
        at += 4;
      } else if (type == 6 || type == 8 || type == 9) {
        int end = at;
        while (header.get(end) != 0) {
          end++;
        }
        values.add(new String(header.array(), at, end - at, StandardCharsets.ISO_8859_1));
        at = end + 1;
      } else {
        break;
      }
    }
    return values;
  }

  private static String one(Map<Integer, List<String>> tags, int tag) {
    List<String> values = tags.getOrDefault(tag, List.of());
    return values.isEmpty() ? "" : values.get(0);
  }

  private static String utf8(String raw) {
    return new String(DatabaseFiles.bytes(raw), StandardCharsets.UTF_8);
  }
}
