package net.sf.json;

public final class JSONObject {
  public native String optString(String key);

  public native boolean optBoolean(String key);

  public native JSONObject element(String key, int value);

  public native JSONObject element(String key, java.util.Collection<?> value);
}
