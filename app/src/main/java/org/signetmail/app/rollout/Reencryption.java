package org.signetmail.app.rollout;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.signetmail.app.rollout.Manifest.Outcome;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;

/**
 * Opens messages with old keys and encrypts them to new ones, into a folder of a file a message;
 * what does not open comes along as it is. Nothing of the old mailbox is changed. A file has its
 * name when it is whole, and its line in the manifest after that. For one thread.
 */
public final class Reencryption {
  private final MessageReader reader;
  private final MessageEncrypter encrypter;
  private final Path folder;
  private final Manifest manifest;
  private final SecureRandom random = new SecureRandom();
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private int before;

  public Reencryption(
      MessageReader reader, MessageEncrypter encrypter, Path folder, Manifest manifest) {
    this.reader = reader;
    this.encrypter = encrypter;
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * One message.
   *
   * @param name of it in the new folder
   */
  public void add(String name, Octets message) throws IOException {
    String digest = sha256(message);
    if (manifest.has(name, digest)) {
      before++;
      return;
    }
    Path draft = folder.resolve("." + name + ".part");
    Outcome outcome;
    try (OutputStream out = Files.newOutputStream(draft)) {
      outcome = write(message, out);
    }
    Path whole = folder.resolve(name);
    Files.move(draft, whole, StandardCopyOption.ATOMIC_MOVE);
    try (Octets after = Octets.of(whole)) {
      manifest.add(name, new Manifest.Line(digest, sha256(after), outcome));
    }
    outcomes.merge(outcome, 1, Integer::sum);
  }

  /** How many came to what in this run. */
  public Map<Outcome, Integer> outcomes() {
    return Map.copyOf(outcomes);
  }

  /** How many had been done before this run. */
  public int doneBefore() {
    return before;
  }

  private Outcome write(Octets message, OutputStream out) throws IOException {
    try (Reading reading = reader.read(message, Instant.now())) {
      Outcome outcome =
          switch (reading.opening().orElse(null)) {
            case null -> Outcome.NOT_ENCRYPTED;
            case Opening.NotForUs _ -> Outcome.NOT_FOR_US;
            case Opening.Refused _ -> Outcome.NOT_OPENED;
            case Opening.Opened opened -> {
              encrypter.encrypt(opened.content(), random, out);
              yield Outcome.ENCRYPTED_AGAIN;
            }
          };
      if (outcome != Outcome.ENCRYPTED_AGAIN) {
        message.writeTo(out);
      }
      return outcome;
    } catch (MalformedMessage e) {
      message.writeTo(out);
      return Outcome.NOT_OPENED;
    }
  }

  private static String sha256(Octets octets) throws IOException {
    try (InputStream in = octets.stream();
        DigestInputStream digest =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
