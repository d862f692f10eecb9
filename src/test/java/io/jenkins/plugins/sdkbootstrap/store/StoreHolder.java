package io.jenkins.plugins.sdkbootstrap.store;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import java.io.Closeable;
import java.nio.file.Path;

/** A process of its own that holds a store's lock until its input ends, for tests. */
@SuppressWarnings("try") // a lock is held, not used
public final class StoreHolder {

  private StoreHolder() {}

  /**
   * Says {@code held}, with a publication half written, or why it does not hold the lock.
   *
   * @param arguments the store's directory
   */
  public static void main(String[] arguments) throws Exception {
    DirectoryStore store = new DirectoryStore(Path.of(arguments[0]));
    try (Closeable lock = store.lock(StoreFixture.SDK);
        Publication publication = store.begin(StoreFixture.id(1, "1.0"), Compression.ZSTD)) {
      StoreFixture.write(publication.files(), "half written");
      System.out.println("held");
      System.in.read();
    } catch (StoreBusyException e) {
      System.out.println(e.getMessage());
    }
  }
}
