package io.jenkins.plugins.sdkbootstrap.packages;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of an SQLite database, as its documentation has the file format: pages, each the node
 * of a tree, with what the write-ahead log has committed over them. Only reads, and only whole
 * tables. What is damaged is an {@link IllegalArgumentException} that says where.
 */
final class SqliteFile {

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.ISO_8859_1);

  private static final int HEADER = 100;
  private static final int LEAF = 13;
  private static final int INTERIOR = 5;
  private static final int DEEPEST = 20;

  private static final int LOG_HEADER = 32;
  private static final int FRAME_HEADER = 24;

  private final ByteBuffer file;
  private final int pageSize;
  private final int usable;

  /** Pages of the log, by their numbers. */
  private final Map<Integer, ByteBuffer> logged = new HashMap<>();

  private int visited;

  /**
   * Opens a database.
   *
   * @param content the file
   * @param log the write-ahead log beside it; null or empty where there is none
   */
  SqliteFile(byte[] content, byte[] log) {
    if (content.length < HEADER
        || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IllegalArgumentException("is not an SQLite database");
    }
    file = ByteBuffer.wrap(content);
    int size = file.getShort(16) & 0xffff;
    pageSize = size == 1 ? 1 << 16 : size;
    usable = pageSize - (file.get(20) & 0xff);
    if (Integer.bitCount(pageSize) != 1 || pageSize < 512 || usable < 480) {
      throw new IllegalArgumentException(
          "has pages of " + pageSize + " bytes, which SQLite has not");
    }
    if (log != null && log.length >= LOG_HEADER) {
      readLog(ByteBuffer.wrap(log));
    }
  }

  /** Pages up to the last commit whose checksums are right: a writer may have been cut off. */
  private void readLog(ByteBuffer log) {
    int magic = log.getInt(0);
    if (magic >>> 1 != 0x377f0682 >>> 1 || log.getInt(8) != pageSize) {
      throw new IllegalArgumentException("has a write-ahead log that is none");
    }
    ByteOrder order = (magic & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    int[] sum = new int[2];
    add(log, 0, 24, order, sum);
    Map<Integer, ByteBuffer> pending = new HashMap<>();
    for (int at = LOG_HEADER; at + FRAME_HEADER + pageSize <= log.capacity(); ) {
      int page = at + FRAME_HEADER;
      add(log, at, 8, order, sum);
      add(log, page, pageSize, order, sum);
      if (log.getLong(at + 8) != log.getLong(16)
          || log.getInt(at + 16) != sum[0]
          || log.getInt(at + 20) != sum[1]) {
        break;
      }
      pending.put(log.getInt(at), log.slice(page, pageSize));
      if (log.getInt(at + 4) != 0) {
        logged.putAll(pending);
        pending.clear();
      }
      at = page + pageSize;
    }
  }

  private static void add(ByteBuffer log, int from, int length, ByteOrder order, int[] sum) {
    ByteBuffer words = log.slice(from, length).order(order);
    while (words.remaining() >= 8) {
      sum[0] += words.getInt() + sum[1];
      sum[1] += words.getInt() + sum[0];
    }
  }

  /**
   * Reads a table.
   *
   * @return its rows, each with its columns' bytes; numbers are big-endian, null is empty
   */
  List<List<byte[]>> table(String name) {
    for (List<byte[]> row : rows(1)) {
      if (row.size() >= 4 && text(row.get(0)).equals("table") && text(row.get(1)).equals(name)) {
        int root = 0;
        for (byte b : row.get(3)) {
          root = root << 8 | b & 0xff;
        }
        return rows(root);
      }
    }
    throw new IllegalArgumentException("has no table " + name);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private List<List<byte[]>> rows(int root) {
    List<List<byte[]>> rows = new ArrayList<>();
    visited = 0;
    try {
      walk(root, 0, rows);
    } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("is damaged: a page points outside of it", e);
    }
    return rows;
  }

  private void walk(int number, int depth, List<List<byte[]>> rows) {
    if (depth > DEEPEST || visited++ > file.capacity() / pageSize + logged.size()) {
      throw new IllegalArgumentException("is damaged: its pages form a circle");
    }
    ByteBuffer page = page(number);
    int at = number == 1 ? HEADER : 0;
    int type = page.get(at);
    int cells = page.getShort(at + 3) & 0xffff;
    if (type != LEAF && type != INTERIOR) {
      throw new IllegalArgumentException("is damaged: page " + number + " is of no table");
    }
    int pointers = at + (type == LEAF ? 8 : 12);
    for (int i = 0; i < cells; i++) {
      int cell = page.getShort(pointers + 2 * i) & 0xffff;
      if (type == INTERIOR) {
        walk(page.getInt(cell), depth + 1, rows);
      } else {
        rows.add(record(page.position(cell)));
      }
    }
    if (type == INTERIOR) {
      walk(page.getInt(at + 8), depth + 1, rows);
    }
  }

  /** A page, with its position at its start. */
  private ByteBuffer page(int number) {
    ByteBuffer page = logged.get(number);
    if (page != null) {
      return page.duplicate();
    }
    long start = (number - 1L) * pageSize;
    if (number < 1 || start + pageSize > file.capacity()) {
      throw new IllegalArgumentException("is damaged: it ends before its page " + number);
    }
    return file.slice((int) start, pageSize);
  }

  /** The row of the cell at the page's position: its length, its key, then its columns. */
  private List<byte[]> record(ByteBuffer page) {
    try {
      long length = varint(page);
      varint(page);
      ByteBuffer record = ByteBuffer.wrap(payload(page, length));
      long header = varint(record);
      List<Long> types = new ArrayList<>();
      while (record.position() < header) {
        types.add(varint(record));
      }
      List<byte[]> row = new ArrayList<>();
      for (long type : types) {
        byte[] column = new byte[width(type)];
        record.get(column);
        row.add(type == 9 ? new byte[] {1} : column);
      }
      return row;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("is damaged: a row is cut off", e);
    }
  }

  private static int width(long type) {
    if (type >= 12) {
      long width = (type - 12) / 2;
      if (width > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException("is damaged: a column of " + width + " bytes");
      }
      return (int) width;
    }
    return switch ((int) type) {
      case 1 -> 1;
      case 2 -> 2;
      case 3 -> 3;
      case 4 -> 4;
      case 5 -> 6;
      case 6, 7 -> 8;
      default -> 0;
    };
  }

  /** What is too long for a page goes on in others. */
  private byte[] payload(ByteBuffer page, long length) {
    if (length < 0 || length > file.capacity() + (long) logged.size() * pageSize) {
      throw new IllegalArgumentException("is damaged: a row of " + length + " bytes");
    }
    long least = (usable - 12) * 32L / 255 - 23;
    long filled = least + (length - least) % (usable - 4);
    long here = length <= usable - 35 ? length : filled <= usable - 35 ? filled : least;
    byte[] payload = new byte[(int) length];
    page.get(payload, 0, (int) here);
    int done = (int) here;
    int next = done < length ? page.getInt() : 0;
    while (done < length) {
      ByteBuffer more = page(next);
      next = more.getInt();
      int n = (int) Math.min(length - done, usable - 4);
      more.get(payload, done, n);
      done += n;
    }
    return payload;
  }

  private static long varint(ByteBuffer from) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      byte b = from.get();
      value = value << 7 | b & 0x7f;
      if (b >= 0) {
        return value;
      }
    }
    return value << 8 | from.get() & 0xff;
  }
}
