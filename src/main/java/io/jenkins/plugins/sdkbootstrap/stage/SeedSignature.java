package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Gets the digest of a seed at a URL from its publisher's OpenPGP signature, which gpgv verifies.
 * It tries in this order: the file {@code DIGESTS} beside the seed as signed text (as Gentoo
 * publishes it), as {@code DIGESTS.asc} (as Flatcar does), and with a detached signature; then a
 * signature of the seed itself, {@code .asc} or {@code .sig} beside it, for which it fetches the
 * seed.
 */
public final class SeedSignature {

  private static final String GPGV = "gpgv";
  private static final String DIGESTS = ".DIGESTS";
  private static final List<String> SIGNATURES = List.of(".asc", ".sig");
  private static final String CLEARTEXT = "-----BEGIN PGP SIGNED MESSAGE-----";
  private static final Pattern HEADING = Pattern.compile("# (\\S+) HASH");
  private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]+) [ *](?:.*/)?([^/]+)");
  private static final Pattern KEYS =
      Pattern.compile(
          "-----BEGIN PGP PUBLIC KEY BLOCK-----\\R(?:[^\\n]*: [^\\n]*\\R)*\\s*([A-Za-z0-9+/=\\s]*?)"
              + "(?:^=[A-Za-z0-9+/]{4}\\s*)?-----END PGP PUBLIC KEY BLOCK-----",
          Pattern.MULTILINE);

  private final SeedRef seed;
  private final Path keyring;
  private final Path work;
  private final SeedDownload download;

  private SeedSignature(SeedRef seed, Path keyring, Path work, SeedDownload download) {
    this.seed = seed;
    this.keyring = keyring;
    this.work = work;
    this.download = download;
  }

  /**
   * Verifies.
   *
   * @param seed which {@linkplain SeedRef#isSigned is signed}
   * @param keyring its keys: OpenPGP certificates, in ASCII armor or without
   * @param directory where seeds are kept, as of {@link SeedDownload#fetch}
   * @param download fetches the signature, and the seed where it is needed for that
   * @return its location, one digest, and the key that signed
   * @throws IOException with one line, if something cannot be fetched, nothing is signed, or a
   *     signature is not by one of these keys
   */
  public static Seed verify(
      SeedRef seed, Path keyring, Path directory, SeedDownload download, Progress progress)
      throws IOException, InterruptedException {
    if (Tool.installed(GPGV).isEmpty()) {
      throw new IOException(
          "gpgv is missing: it verifies the signature of the seed "
              + seed.location()
              + "; install it (Debian: gpgv; Gentoo: app-crypt/gnupg), or set seed.digest"
              + " in place of seed.keyring");
    }
    Path work = Files.createTempDirectory("sdkboot-signature");
    try {
      Seed verified = new SeedSignature(seed, keyring, work, download).verify(directory, progress);
      progress.note(
          seed.location()
              + " has "
              + verified.digests().get(0)
              + ", as the key "
              + verified.signer()
              + " has signed");
      return verified;
    } finally {
      try (Stream<Path> files = Files.walk(work)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Seed verify(Path directory, Progress progress) throws IOException, InterruptedException {
    Optional<byte[]> list = fetch(DIGESTS);
    if (list.isPresent()) {
      if (isCleartext(list.get())) {
        return listed(signedText(list.get()));
      }
      for (String ending : SIGNATURES) {
        Optional<byte[]> signature = fetch(DIGESTS + ending);
        if (signature.isPresent()) {
          return listed(
              isCleartext(signature.get())
                  ? signedText(signature.get())
                  : new Signed(
                      new String(list.get(), StandardCharsets.UTF_8),
                      signer(DIGESTS, signature.get(), write("text", list.get()))));
        }
      }
    }
    for (String ending : SIGNATURES) {
      Optional<byte[]> signature = fetch(ending);
      if (signature.isPresent()) {
        String[] signer = new String[1];
        Digest digest =
            download.fetch(
                seed,
                directory,
                "sha256",
                (file, actual) -> signer[0] = signer("", signature.get(), file),
                progress);
        return new Seed(seed.location(), List.of(digest), signer[0]);
      }
    }
    throw new ArchiveException(
        "no signature covers the seed "
            + seed.location()
            + ": there is no signed .DIGESTS, .asc or .sig beside it");
  }

  /** A text and the key that signed it. */
  private record Signed(String text, String signer) {}

  private Optional<byte[]> fetch(String ending) throws IOException, InterruptedException {
    URI whole = URI.create(seed.location());
    String query = whole.getRawQuery() == null ? "" : "?" + whole.getRawQuery();
    String bare = seed.location().substring(0, seed.location().length() - query.length());
    return download.small(URI.create(bare + ending + query));
  }

  private static boolean isCleartext(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1).startsWith(CLEARTEXT);
  }

  /** Only the text that the signature covers. */
  private Signed signedText(byte[] message) throws IOException, InterruptedException {
    Path text = work.resolve("signed");
    String signer =
        signer(DIGESTS, "--output", text.toString(), write("message", message).toString());
    return new Signed(Files.readString(text), signer);
  }

  private Seed listed(Signed list) throws IOException {
    String path = URI.create(seed.location()).getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    String algorithm = "";
    List<Digest> digests = new ArrayList<>();
    for (String line : list.text().lines().toList()) {
      Matcher heading = HEADING.matcher(line.strip());
      Matcher sum = LINE.matcher(line.stripTrailing());
      if (heading.matches()) {
        algorithm = heading.group(1).toLowerCase(Locale.ROOT);
      } else if (sum.matches()
          && sum.group(2).equals(name)
          && List.of("sha256", "sha512").contains(algorithm)) {
        digests.add(Digest.parse(algorithm + ":" + sum.group(1)));
      }
    }
    Digest digest =
        digests.stream()
            .max(Comparator.comparing(Digest::algorithm))
            .orElseThrow(
                () ->
                    new ArchiveException(
                        "the signed .DIGESTS beside the seed "
                            + seed.location()
                            + " has no SHA512 or SHA256 of "
                            + Printable.quoted(name)));
    return new Seed(seed.location(), List.of(digest), list.signer());
  }

  private String signer(String of, byte[] signature, Path file)
      throws IOException, InterruptedException {
    return signer(of, write("signature", signature).toString(), file.toString());
  }

  /**
   * Runs gpgv.
   *
   * @param of the ending of the signed file, for messages
   * @param arguments the files to verify
   * @return the fingerprint of the primary key
   */
  private String signer(String of, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                GPGV,
                "--homedir",
                work.toString(),
                "--status-fd",
                "1",
                "--keyring",
                binaryKeyring().toString()));
    command.addAll(List.of(arguments));
    Tool.Result<String> result = Tool.ask(command);
    String good = null;
    String wrong = null;
    for (String line : result.output().lines().toList()) {
      String[] words = line.split(" ");
      if (words.length < 3 || !words[0].equals("[GNUPG:]")) {
        continue;
      }
      switch (words[1]) {
        // The last word is the primary key, also if a subkey has signed.
        case "VALIDSIG" -> good = words[words.length - 1];
        case "NO_PUBKEY" -> wrong = "it is of the key " + words[2] + ", which is not in " + keyring;
        case "BADSIG" -> wrong = "it was made for other bytes";
        case "EXPKEYSIG" ->
            wrong =
                "the key "
                    + words[2]
                    + " has expired; fetch its publisher's keys again, or set seed.digest instead";
        case "REVKEYSIG" -> wrong = "the key " + words[2] + " was revoked";
        case "EXPSIG" -> wrong = "it has expired";
        default -> {}
      }
    }
    if (good == null || wrong != null || result.status() != 0) {
      throw new ArchiveException(
          "the signature of "
              + seed.location()
              + of
              + " cannot be trusted: "
              + (wrong == null ? Printable.plain(result.firstLine()) : wrong));
    }
    return good;
  }

  /** The keys in the format of gpgv. */
  private Path binaryKeyring() throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(keyring);
    } catch (IOException e) {
      throw new IOException("the keyring " + keyring + " cannot be read", e);
    }
    Matcher armored = KEYS.matcher(new String(content, StandardCharsets.ISO_8859_1));
    ByteArrayOutputStream binary = new ByteArrayOutputStream();
    while (armored.find()) {
      binary.writeBytes(Base64.getMimeDecoder().decode(armored.group(1)));
    }
    return write("keyring.gpg", binary.size() == 0 ? content : binary.toByteArray());
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(work.resolve(name), content);
  }
}
