package io.jenkins.plugins.sdkbootstrap.settings;

import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sdkbootstrap.provenance.KeyException;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The key that signs records, kept as a credential: a secret file or a secret text with what {@code
 * openssl genpkey} writes. Records are signed on the controller; no agent ever has the key. Without
 * the Plain Credentials plugin there are no such credentials, and no records are signed.
 */
@Restricted(NoExternalUse.class)
public final class SigningCredential {

  private static final String PLUGIN = "plain-credentials";

  private SigningCredential() {}

  /**
   * The key of a credential, and a note that the build used it.
   *
   * @param id of a credential that the build may use; null for no key
   * @return null without an id
   * @throws AbortException if the build may use no such credential, or it has no key
   */
  public static SigningKey find(String id, Run<?, ?> run) throws IOException {
    if (id == null) {
      return null;
    }
    String name = "signingKey '" + id + "'";
    if (!isPossible()) {
      throw new AbortException(name + " needs the plugin " + PLUGIN);
    }
    SigningKey key;
    try {
      key = PlainCredential.key(id, name, run);
    } catch (KeyException e) {
      throw new AbortException(e.getMessage());
    }
    if (key == null) {
      throw new AbortException(
          name + ": this build may use no credential of that ID that is a secret file or text");
    }
    return key;
  }

  /**
   * The choices of a form.
   *
   * @param item the job that is configured, or null
   * @param chosen what is chosen, or nothing
   */
  public static ListBoxModel choices(Item item, String chosen) {
    String current = chosen == null ? "" : chosen;
    ListBoxModel choices = new ListBoxModel();
    choices.add(Messages.SigningCredential_NotSigned(), "");
    boolean may =
        item == null
            ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
            : item.hasPermission(Item.EXTENDED_READ);
    if (may && isPossible()) {
      choices.addAll(PlainCredential.choices(item));
    }
    if (choices.stream().noneMatch(choice -> choice.value.equals(current))) {
      choices.add(current, current); // a form must not change what it only shows
    }
    return choices;
  }

  private static boolean isPossible() {
    return Jenkins.get().getPlugin(PLUGIN) != null;
  }
}
