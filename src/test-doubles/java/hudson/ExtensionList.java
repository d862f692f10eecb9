package hudson;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.Map;

/** Extensions as tests set them. */
public class ExtensionList<T> extends AbstractList<T> {

  private static final Map<Class<?>, Object> SINGLETONS = new HashMap<>();

  public static synchronized <U> void set(Class<U> type, U extension) {
    SINGLETONS.put(type, extension);
  }

  public static synchronized <U> U lookupSingleton(Class<U> type) {
    return type.cast(SINGLETONS.get(type));
  }

  @Override
  public T get(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public int size() {
    return 0;
  }
}
