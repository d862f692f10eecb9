package io.jenkins.plugins.sdkbootstrap.pages.web;

import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The part of a long list that a query asks for by {@code skip} and {@code limit}.
 *
 * @param query the query
 * @param skip how many items come before this part
 * @param limit how many items the part has at most
 * @param more whether items follow
 */
@Restricted(NoExternalUse.class)
public record Paging(Query query, int skip, int limit, boolean more) {

  private static final int USUAL = 200;
  private static final int MOST = 5000;

  public static Paging of(Query query) {
    int skip = query.number("skip", 0, Integer.MAX_VALUE);
    return new Paging(query, skip, Math.max(1, query.number("limit", USUAL, MOST)), false);
  }

  /** The same part, once it is known whether items follow. */
  public Paging followed(boolean more) {
    return new Paging(query, skip, limit, more);
  }

  /** Whether there is anything else than this part. */
  public boolean needed() {
    return more || skip > 0;
  }

  /** The query for the previous part; null where this is the first. */
  public String previous() {
    return skip == 0 ? null : query.with("skip", Integer.toString(Math.max(0, skip - limit)));
  }

  /** The query for the next part; null where this is the last. */
  public String next() {
    return more ? query.with("skip", Integer.toString(skip + limit)) : null;
  }
}
