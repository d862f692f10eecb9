// At each start of Jenkins: gives the agent its secret, and makes the key that signs stages' records
// where there is none yet. Its public half is at userContent/sdk-records-key.pub.
import com.cloudbees.plugins.credentials.CredentialsScope
import com.cloudbees.plugins.credentials.SystemCredentialsProvider
import com.cloudbees.plugins.credentials.domains.Domain
import hudson.util.Secret
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyPairGenerator
import jenkins.model.Jenkins
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl

def pem = { String kind, byte[] key ->
  def lines = Base64.getMimeEncoder(64, '\n'.bytes).encodeToString(key)
  "-----BEGIN ${kind} KEY-----\n${lines}\n-----END ${kind} KEY-----\n".toString()
}

def store = SystemCredentialsProvider.instance
if (!store.credentials.any { it instanceof StringCredentialsImpl && it.id == 'sdk-records-key' }) {
  def pair = KeyPairGenerator.getInstance('Ed25519').generateKeyPair()
  store.store.addCredentials(Domain.global(), new StringCredentialsImpl(CredentialsScope.GLOBAL,
    'sdk-records-key', 'Signs the records of stages', Secret.fromString(pem('PRIVATE', pair.private.encoded))))
  def folder = Jenkins.get().rootDir.toPath().resolve('userContent')
  Files.createDirectories(folder)
  Files.writeString(folder.resolve('sdk-records-key.pub'), pem('PUBLIC', pair.public.encoded))
}

Files.writeString(Path.of(System.getenv('AGENT_SECRETS'), 'secret'),
  Jenkins.get().getComputer('sdk-builder').jnlpMac)
