package io.jenkins.plugins.sdkbootstrap.pages.inside;

/** Which part of a long list is asked for: {@code skip} and {@code limit} of the query. */
public final class Paging {

  private static final int USUAL = 200;
  private static final int MOST = 5000;

  private final Query query;
  private final int skip;
  private final int limit;
  private boolean more;

  Paging(Query query) {
    this.query = query;
    this.skip = query.number("skip", 0, Integer.MAX_VALUE);
    this.limit = Math.max(1, query.number("limit", USUAL, MOST));
  }

  /** How many are passed over. */
  public int getSkip() {
    return skip;
  }

  /** How many are shown at most. */
  public int getLimit() {
    return limit;
  }

  /** Notes whether there is something behind this part. */
  void setMore(boolean there) {
    more = there;
  }

  /** Whether there is something behind this part. */
  public boolean isMore() {
    return more;
  }

  /** Whether there is anything else than this part. */
  public boolean isNeeded() {
    return more || skip > 0;
  }

  /** The query for the part before; null where this is the first. */
  public String getPrevious() {
    return skip == 0 ? null : query.with("skip", Integer.toString(Math.max(0, skip - limit)));
  }

  /** The query for the part behind; null where this is the last. */
  public String getNext() {
    return more ? query.with("skip", Integer.toString(skip + limit)) : null;
  }
}
