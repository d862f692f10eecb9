package com.cloudbees.plugins.credentials;

public class CredentialsMatchers {
  private CredentialsMatchers() {}

  public static native CredentialsMatcher always();
}
