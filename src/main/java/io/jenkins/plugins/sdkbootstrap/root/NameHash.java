package io.jenkins.plugins.sdkbootstrap.root;

import java.io.IOException;
import java.security.SecureRandom;

/**
 * Hashes names in directories with a secret key: nobody can make an archive whose names all
 * collide.
 */
public final class NameHash {

  private static final long PRIME = (1L << 61) - 1;

  /** Secret, and different for each table. */
  private final long base;

  NameHash() {
    base = new SecureRandom().nextLong() >>> 4;
  }

  /** With the key that {@link #write} wrote. */
  NameHash(ColumnReader in) throws IOException {
    base = in.number();
  }

  void write(ColumnWriter out) throws IOException {
    out.write(base);
  }

  /** A polynomial over the name's bytes at a secret point, modulo a prime. */
  public int of(int directory, byte[] path, int from, int to) {
    long hash = directory + 1L;
    for (int i = from; i < to; i++) {
      long high = Math.multiplyHigh(hash, base);
      long low = hash * base;
      long sum = (low & PRIME) + (low >>> 61 | high << 3) + (path[i] & 0xff) + 1;
      hash = (sum & PRIME) + (sum >>> 61);
    }
    return (int) (hash ^ hash >>> 32);
  }
}
