package hudson.security;

import org.springframework.security.core.Authentication;

public abstract class ACL {
  public static native ACLContext as2(Authentication auth);
}
