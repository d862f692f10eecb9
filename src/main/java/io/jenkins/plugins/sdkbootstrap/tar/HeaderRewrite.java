package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.AclText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Writes the headers of an entry so that they only depend on the tree and mean the same on every
 * machine:
 *
 * <ul>
 *   <li>extended attributes in the order of their names, not that of the file system;
 *   <li>access control lists with numbers, from their attribute: GNU tar writes user names of the
 *       machine even if it is told to write numbers;
 *   <li>sparse files without tar's process id.
 * </ul>
 */
final class HeaderRewrite {

  private record Record(String key, byte[] bytes) {}

  private HeaderRewrite() {}

  /** Rewrites the headers in a range of these bytes. */
  static byte[] rewrite(byte[] b, int from, int end, boolean sparse) throws ArchiveException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(end - from + 2 * TarBlock.SIZE);
    byte[] standIn = sparse ? standIn(b, from, end) : null;
    int at = from;
    while (at < end) {
      byte type = b[at + TarBlock.TYPE];
      int size = (int) TarBlock.number(b, at + TarBlock.LENGTH, 12);
      int body = at + TarBlock.SIZE;
      switch (type) {
        case 'x' -> {
          byte[] records = records(b, body, body + size, standIn);
          byte[] header = Arrays.copyOfRange(b, at, body);
          TarBlock.octal(header, TarBlock.LENGTH, 12, records.length);
          TarBlock.seal(header, 0);
          out.writeBytes(header);
          out.writeBytes(Arrays.copyOf(records, (int) TarBlock.padded(records.length)));
          at = body + (int) TarBlock.padded(size);
        }
        case 'g', 'L', 'K' -> {
          int next = body + (int) TarBlock.padded(size);
          out.write(b, at, next - at);
          at = next;
        }
        default -> {
          byte[] header = Arrays.copyOfRange(b, at, end);
          if (standIn != null) {
            Arrays.fill(header, TarBlock.NAME, TarBlock.NAME + TarBlock.NAME_LENGTH, (byte) 0);
            Arrays.fill(
                header, TarBlock.PREFIX, TarBlock.PREFIX + TarBlock.PREFIX_LENGTH, (byte) 0);
            System.arraycopy(standIn, 0, header, 0, Math.min(standIn.length, TarBlock.NAME_LENGTH));
            TarBlock.seal(header, 0);
          }
          out.writeBytes(header);
          at = end;
        }
      }
    }
    return out.toByteArray();
  }

  /** The stand-in name of a sparse file: the pax path, or the header's own name. */
  private static byte[] standIn(byte[] b, int from, int end) throws ArchiveException {
    byte[] name = null;
    int at = from;
    while (at < end) {
      int size = (int) TarBlock.number(b, at + TarBlock.LENGTH, 12);
      int body = at + TarBlock.SIZE;
      if (b[at + TarBlock.TYPE] == 'x') {
        PaxCursor record = new PaxCursor(b, body, body + size);
        while (record.next()) {
          if (record.key().equals("path")) {
            name = record.value();
          }
        }
      } else if (body == end) {
        return SparseName.withoutProcessId(name != null ? name : TarBlock.name(b, at));
      }
      at = body + (int) TarBlock.padded(size);
    }
    throw new IllegalStateException("no header behind the extended one");
  }

  private static byte[] records(byte[] b, int from, int end, byte[] standIn)
      throws ArchiveException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(end - from + 256);
    List<Record> xattrs = new ArrayList<>();
    List<Record> acls = new ArrayList<>();
    boolean hasAcl = false;
    PaxCursor record = new PaxCursor(b, from, end);
    while (record.next()) {
      String key = record.key();
      if (key.startsWith(PaxHeader.XATTR)) {
        xattrs.add(new Record(key, record.record()));
        if (key.startsWith(PaxHeader.ACL_XATTR)) {
          String kind = key.substring(PaxHeader.ACL_XATTR.length());
          String aclKey = PaxHeader.ACL + kind;
          acls.add(new Record(aclKey, PaxCursor.record(aclKey, AclText.of(record.value()))));
        }
      } else if (!(standIn != null && key.equals("path"))) {
        out.writeBytes(record.record());
        hasAcl |= key.startsWith(PaxHeader.ACL);
      }
    }
    if (standIn != null && standIn.length > TarBlock.NAME_LENGTH) {
      out.writeBytes(PaxCursor.record("path", standIn));
    }
    Comparator<Record> byKey = Comparator.comparing(Record::key);
    if (!hasAcl) {
      acls.sort(byKey);
      acls.forEach(r -> out.writeBytes(r.bytes()));
    }
    xattrs.sort(byKey);
    xattrs.forEach(r -> out.writeBytes(r.bytes()));
    return out.toByteArray();
  }
}
