package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.root.ColumnReader;
import io.jenkins.plugins.sdkbootstrap.root.ColumnWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * The nodes of a tree in path order: every directory before its content, siblings by the bytes of
 * their names. All nodes below a directory follow it directly.
 */
public final class TreeOrder {

  private final int[] order;
  private final int[] position;
  private final int[] below;
  private final long[] bytes;

  TreeOrder(NodeTable nodes) {
    int count = nodes.count();
    below = new int[count];
    bytes = new long[count];
    int[] firstChild = new int[count + 1];
    // A directory has a lower number than all nodes below it, so one pass backwards sums up every
    // subtree.
    for (int node = count - 1; node >= 0; node--) {
      below[node]++;
      bytes[node] += nodes.size(node);
      if (node > 0) {
        int directory = nodes.parent(node);
        below[directory] += below[node];
        bytes[directory] += bytes[node];
        firstChild[directory + 1]++;
      }
    }
    for (int node = 0; node < count; node++) {
      firstChild[node + 1] += firstChild[node];
    }
    int[] children = children(nodes, firstChild);
    position = new int[count];
    order = new int[count];
    for (int directory = 0; directory < count; directory++) {
      int at = position[directory] + 1;
      for (int i = firstChild[directory]; i < firstChild[directory + 1]; i++) {
        position[children[i]] = at;
        order[at] = children[i];
        at += below[children[i]];
      }
    }
  }

  /** The order that {@link #write} wrote. */
  TreeOrder(ColumnReader in) throws IOException {
    order = in.ints();
    position = in.ints();
    below = in.ints();
    bytes = in.longs();
  }

  void write(ColumnWriter out) throws IOException {
    out.write(order);
    out.write(position);
    out.write(below);
    out.write(bytes);
  }

  /** The children of all directories one after the other, each directory's sorted by name. */
  private static int[] children(NodeTable nodes, int[] firstChild) {
    int count = nodes.count();
    int[] children = new int[count];
    int[] next = Arrays.copyOf(firstChild, count);
    for (int node = 1; node < count; node++) {
      children[next[nodes.parent(node)]++] = node;
    }
    for (int directory = 0; directory < count; directory++) {
      sort(nodes, children, firstChild[directory], firstChild[directory + 1]);
    }
    return children;
  }

  private static void sort(NodeTable nodes, int[] children, int from, int to) {
    boolean sorted = true;
    for (int i = from + 1; i < to && sorted; i++) {
      sorted = nodes.compareNames(children[i - 1], children[i]) < 0;
    }
    if (!sorted) {
      Integer[] boxed = Arrays.stream(children, from, to).boxed().toArray(Integer[]::new);
      Arrays.sort(boxed, nodes::compareNames);
      for (int i = from; i < to; i++) {
        children[i] = boxed[i - from];
      }
    }
  }

  public int at(int position) {
    return order[position];
  }

  /** A node's position; the root's is 0. */
  public int position(int node) {
    return position[node];
  }

  /** The position after the last node below a node. */
  public int end(int node) {
    return position[node] + below[node];
  }

  /** Bytes of content at and below a node. */
  long bytes(int node) {
    return bytes[node];
  }
}
