package io.jenkins.plugins.sdkbootstrap.settings;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Item;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Secret files and texts. Of a plugin that need not be there: see {@link SigningCredential}. */
final class PlainCredential {

  private PlainCredential() {}

  /**
   * The key in a credential; null where the build may use none of this ID.
   *
   * @param name what messages call it
   */
  static SigningKey key(String id, String name, Run<?, ?> run) throws IOException {
    StandardCredentials found =
        CredentialsProvider.findCredentialById(id, StandardCredentials.class, run);
    if (found instanceof FileCredentials file) {
      CredentialsProvider.track(run, found);
      try (InputStream in = file.getContent()) {
        return SigningKey.read(name, in);
      }
    }
    if (found instanceof StringCredentials text) {
      CredentialsProvider.track(run, found);
      return SigningKey.parse(name, text.getSecret().getPlainText());
    }
    return null;
  }

  /** Those that a job may use. */
  static ListBoxModel choices(Item item) {
    ListBoxModel choices = new ListBoxModel();
    for (Class<? extends StandardCredentials> type :
        List.of(FileCredentials.class, StringCredentials.class)) {
      choices.addAll(
          CredentialsProvider.listCredentialsInItem(
              type, item, ACL.SYSTEM2, List.of(), CredentialsMatchers.always()));
    }
    return choices;
  }
}
