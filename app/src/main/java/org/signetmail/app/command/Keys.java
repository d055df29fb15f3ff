package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.agent.OwnKeyFile;
import org.signetmail.app.token.Pkcs11Uri;
import org.signetmail.app.token.Token;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.SigningIdentity;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The person's own keys, from PKCS#12 or PEM files, or in tokens. */
final class Keys {
  static final String DESCRIPTION =
      "PKCS#12, PEM with key and certificates, or a key in a token: pkcs11:token=LABEL;object=NAME"
          + "?module-path=LIBRARY (RFC 7512). May be repeated.";

  @Option(names = "--key", required = true, paramLabel = "KEY", description = DESCRIPTION)
  private List<String> keys = new ArrayList<>();

  @Mixin private Password password = new Password();

  private final List<OwnKeyFile> files = new ArrayList<>();
  private final Map<String, Held> read = new LinkedHashMap<>(); // each once: a PIN is asked once

  /** What one key file or token holds. */
  private record Held(List<SigningIdentity> signing, List<DecryptionIdentity> decryption) {}

  Keys() {}

  /** The same, from options that were read elsewhere. */
  Keys(List<String> keys, Password password) {
    this.keys = keys;
    this.password = password;
  }

  /** The one identity to sign as: the first of the keys that may sign. */
  SigningIdentity signer() throws IOException {
    return signers().getFirst();
  }

  /** Every identity that may sign, at least one. */
  List<SigningIdentity> signers() throws IOException {
    List<SigningIdentity> all = new ArrayList<>();
    for (Held held : held()) {
      all.addAll(held.signing());
    }
    if (all.isEmpty()) {
      throw new Failure(
          ExitCode.UNREADABLE,
          keys.getFirst()
              + ": holds no key whose certificate may sign (RFC 8550 §4.4.2);"
              + " give the file with your signing certificate");
    }
    return all;
  }

  /** Every identity that opens messages. */
  List<DecryptionIdentity> readers() throws IOException {
    List<DecryptionIdentity> readers = readersIfAny();
    if (readers.isEmpty()) {
      throw new Failure(
          ExitCode.UNREADABLE,
          keys.getFirst()
              + ": holds no key that can decrypt (RFC 8550 §4.4.2);"
              + " give the file with your encryption certificate");
    }
    return readers;
  }

  /** The certificate to encrypt answers to: the first that is good at this time. */
  Optional<Certificate> answersTo(Instant now) throws IOException {
    return readersIfAny().stream()
        .map(DecryptionIdentity::certificate)
        .filter(c -> c.isForMail() && !now.isBefore(c.notBefore()) && !now.isAfter(c.notAfter()))
        .findFirst();
  }

  /** As {@link #readers()}; none when no key can. */
  List<DecryptionIdentity> readersIfAny() throws IOException {
    List<DecryptionIdentity> all = new ArrayList<>();
    for (Held held : held()) {
      all.addAll(held.decryption());
    }
    return all;
  }

  /** Those that lie in files, with what opens them. */
  List<OwnKeyFile> files() throws IOException {
    held();
    return List.copyOf(files);
  }

  private Collection<Held> held() throws IOException {
    for (String key : keys) {
      if (!read.containsKey(key)) {
        read.put(key, held(key));
      }
    }
    return read.values();
  }

  private Held held(String key) throws IOException {
    if (Pkcs11Uri.is(key)) {
      Token token = token(key);
      return new Held(token.signing(), token.decryption());
    }
    KeyFile file = file(Path.of(key));
    return new Held(file.signing(), file.decryption());
  }

  private Token token(String key) throws IOException {
    Pkcs11Uri address = Pkcs11Uri.of(key);
    Optional<Path> source = address.pinSource();
    char[] pin = source.isPresent() ? Password.of(source.get()).obtain(key) : password.obtain(key);
    try {
      return Token.open(address, pin);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private KeyFile file(Path file) throws IOException {
    byte[] bytes = Input.smallFile(file, "a key");
    char[] given = password.given().orElse(new char[0]);
    try {
      return opened(file, bytes, given);
    } catch (KeyFile.Unreadable e) {
      boolean mayAsk = e.reason() == KeyFile.Unreadable.Reason.WRONG_PASSWORD && given.length == 0;
      if (!mayAsk) {
        throw e;
      }
      return opened(file, bytes, password.obtain(file.toString()));
    }
  }

  private KeyFile opened(Path file, byte[] bytes, char[] password) throws KeyFile.Unreadable {
    KeyFile read = KeyFile.read(bytes, password, file.toString());
    files.add(new OwnKeyFile(file, password));
    return read;
  }
}
