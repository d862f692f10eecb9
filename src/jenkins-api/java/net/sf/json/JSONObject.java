package net.sf.json;

public final class JSONObject {
  public native String optString(String key);

  public native String getString(String key);
}
