package hudson.remoting;

import hudson.model.TaskListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Sends objects as Remoting does: copies, but for logs and streams, which are referred to. */
public final class Sent {

  private Sent() {}

  private record Reference(int number) implements Serializable {}

  /** The object as the other side gets it. */
  @SuppressWarnings("unchecked")
  public static <T> T copy(T object) throws IOException {
    List<Object> referred = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new Out(bytes, referred)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in = new In(new ByteArrayInputStream(bytes.toByteArray()), referred)) {
      return (T) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }

  private static final class Out extends ObjectOutputStream {
    private final List<Object> referred;

    Out(OutputStream out, List<Object> referred) throws IOException {
      super(out);
      this.referred = referred;
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (object instanceof TaskListener
          || object instanceof Pipe
          || object instanceof RemoteOutputStream) {
        referred.add(object);
        return new Reference(referred.size() - 1);
      }
      return object;
    }
  }

  private static final class In extends ObjectInputStream {
    private final List<Object> referred;

    In(InputStream in, List<Object> referred) throws IOException {
      super(in);
      this.referred = referred;
      enableResolveObject(true);
    }

    @Override
    protected Object resolveObject(Object object) {
      return object instanceof Reference reference ? referred.get(reference.number()) : object;
    }
  }
}
