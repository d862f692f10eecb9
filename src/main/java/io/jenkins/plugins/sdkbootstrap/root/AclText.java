package io.jenkins.plugins.sdkbootstrap.root;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A POSIX access control list in the text form of POSIX.1e, with numbers for users and groups, from
 * the attribute that Linux keeps it in (linux/posix_acl_xattr.h).
 */
public final class AclText {

  private static final int VERSION = 2;

  private AclText() {}

  /** Lines such as {@code user:1000:rw-}, each with its newline. */
  public static byte[] of(byte[] xattr) throws ArchiveException {
    ByteBuffer in = ByteBuffer.wrap(xattr).order(ByteOrder.LITTLE_ENDIAN);
    if (xattr.length < 4 || (xattr.length - 4) % 8 != 0 || in.getInt() != VERSION) {
      throw new ArchiveException("its access control list is not of the form Linux uses");
    }
    StringBuilder text = new StringBuilder();
    while (in.hasRemaining()) {
      int tag = in.getShort();
      int permissions = in.getShort();
      String id = Integer.toUnsignedString(in.getInt());
      text.append(
          switch (tag) {
            case 0x01 -> "user::";
            case 0x02 -> "user:" + id + ":";
            case 0x04 -> "group::";
            case 0x08 -> "group:" + id + ":";
            case 0x10 -> "mask::";
            case 0x20 -> "other::";
            default ->
                throw new ArchiveException("its access control list has an unknown entry: " + tag);
          });
      text.append((permissions & 4) != 0 ? 'r' : '-')
          .append((permissions & 2) != 0 ? 'w' : '-')
          .append((permissions & 1) != 0 ? 'x' : '-')
          .append('\n');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
