package io.jenkins.plugins.sdkbootstrap.compress;

import com.github.luben.zstd.util.Native;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Zstandard by the library that works here: the one in C or, if it cannot be loaded (Alpine's libc,
 * a rare processor, no directory to load it from), one in Java. The latter is slower, has no
 * levels, and reads no window beyond 8 MiB.
 */
public abstract class ZstdCodec {

  /** The largest window: {@code zstd --long=31}. */
  static final int MAX_WINDOW_LOG = 31;

  /** Frames, each by itself. Buffers are direct; used by one thread at a time. */
  interface Frames extends Closeable {

    /** Compresses the rest of one buffer to the start of another. */
    int compress(ByteBuffer content, ByteBuffer into) throws IOException;

    /**
     * Decompresses the rest of one buffer into another.
     *
     * @return how many bytes the content has
     * @throws IOException with the reason, if it is not a frame or does not fit
     */
    int decompress(ByteBuffer compressed, ByteBuffer into) throws IOException;

    @Override
    void close();
  }

  private static ZstdCodec codec;
  private static String whyNotNative = "";

  /** The codec; loads its library at the first call. */
  public static ZstdCodec get() {
    return load(null);
  }

  /**
   * Loads the library, which must first be unpacked to a directory from which it can be loaded.
   *
   * @param directory tried if the usual ones for temporary files are full, read-only or mounted
   *     noexec
   * @return a message if it cannot be loaded
   */
  public static Optional<String> prepare(Path directory) {
    return load(directory) instanceof NativeZstd
        ? Optional.empty()
        : Optional.of(
            "Zstandard is slower here, without its levels: the library cannot be loaded ("
                + whyNotNative
                + ")");
  }

  private static synchronized ZstdCodec load(Path directory) {
    if (codec == null) {
      codec = loadsNative(directory) ? new NativeZstd() : new JavaZstd();
    }
    return codec;
  }

  private static boolean loadsNative(Path directory) {
    if (Boolean.getBoolean("sdkbootstrap.zstd.java")) {
      whyNotNative = "the property sdkbootstrap.zstd.java is set";
      return false;
    }
    List<Path> places = new ArrayList<>();
    places.add(Path.of(System.getProperty("java.io.tmpdir")));
    if (directory != null) {
      places.add(directory);
    }
    for (String more :
        List.of(
            "/var/tmp",
            "/dev/shm",
            System.getProperty("user.home"),
            System.getProperty("user.dir"))) {
      places.add(Path.of(more));
    }
    for (Path place : places) {
      if (Files.isDirectory(place) && Files.isWritable(place) && loadsFrom(place.toFile())) {
        return true;
      }
    }
    if (whyNotNative.isEmpty()) {
      whyNotNative = "no directory is writable";
    }
    return false;
  }

  private static boolean loadsFrom(File directory) {
    try {
      Native.load(directory);
      return true;
    } catch (UnsatisfiedLinkError | ExceptionInInitializerError e) {
      if (whyNotNative.isEmpty()) {
        whyNotNative = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      }
      return false;
    }
  }

  /** Reads what {@code zstd} writes; windows up to this power of two. */
  public abstract InputStream input(InputStream compressed, int maxWindowLog) throws IOException;

  /** Writes with a checksum. */
  public abstract OutputStream output(OutputStream compressed, int level) throws IOException;

  /** The largest window that it reads, in bytes. */
  long maxWindow() {
    return 1L << MAX_WINDOW_LOG;
  }

  /** The window that a frame's header requires, in bytes; 0 if there is no frame header. */
  static long window(byte[] head) {
    boolean isFrame = head.length > 5 && Compression.ofContent(head) == Compression.ZSTD;
    boolean isSkippable = isFrame && (head[0] & 0xf0) == 0x50;
    if (!isFrame || isSkippable || (head[4] & 0x20) != 0) { // of one piece, as long as its content
      return 0;
    }
    long base = 1L << (10 + ((head[5] & 0xff) >> 3));
    return base + (base >> 3) * (head[5] & 7);
  }

  /** A codec for single frames. */
  abstract Frames frames(int level);

  /** The largest size of a compressed frame with this much content. */
  abstract int bound(int content);
}
