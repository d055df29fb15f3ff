package org.signetmail.archive;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.archive.internal.KeySeal;
import org.signetmail.archive.internal.Kinds;
import org.signetmail.archive.internal.SecretSharing;
import org.signetmail.archive.internal.StationHalf;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smime.SealedOctets;

/**
 * The key of a two-person station as it lies on the station: sealed under an AES-256-GCM key that
 * is split two of two (Shamir), each half sealed to one custodian's certificate. One custodian
 * alone has nothing (FPKI Common Policy §4.12.1: two-person control of every copy).
 *
 * <p>Who the custodians are stands in the station's certificate too, so that servers and officers
 * can hold them to {@link RoleRule} without this file.
 *
 * <pre>{@code
 * signet recovery station 2
 * public-key: MFkw…          SubjectPublicKeyInfo, base64
 * sealed-key: MIIB…          the PKCS#8: nonce, ciphertext, tag
 * custodian: MIIC… MIIB…     the certificate, and the half sealed to it; two lines
 * }</pre>
 */
public record StationFile(byte[] subjectPublicKeyInfo, byte[] sealedKey, List<Half> halves) {
  private static final String TITLE = "signet recovery station 2";
  private static final int CUSTODIANS = 2;
  private static final int LARGEST_HALF = 64 * 1024;

  /** What one custodian opens. */
  public record Half(Certificate custodian, byte[] sealed) {}

  public StationFile {
    halves = List.copyOf(halves);
  }

  /** What came of opening. */
  public sealed interface Outcome {
    /** In memory only; nobody writes it down. */
    record Opened(DecryptionIdentity station) implements Outcome {}

    record Refused(List<Finding> findings) implements Outcome {}
  }

  /**
   * Seals a new station's key under two persons' keys.
   *
   * @throws IllegalArgumentException with one clear line unless they are two persons with a key
   *     each that can be encrypted to
   */
  public static StationFile make(
      EncryptionKey key, Certificate one, Certificate other, SecureRandom random) {
    if (one.keyId().equals(other.keyId())
        || !Collections.disjoint(one.mailboxes(), other.mailboxes())) {
      throw new IllegalArgumentException(
          "custodians: both are " + one.displayName() + "; name certificates of two persons");
    }
    for (Certificate custodian : List.of(one, other)) {
      if (custodian.mailboxes().isEmpty() || Kinds.is(custodian, Kind.OFFICER)) {
        throw new IllegalArgumentException(
            "custodian "
                + custodian.displayName()
                + ": the certificate is not a person's for mail; name one who is no officer");
      }
    }
    byte[] pkcs8 = KeyPairs.pkcs8(key, SecretAccess.TOKEN);
    byte[] under = new byte[KeySeal.KEY_LENGTH];
    random.nextBytes(under);
    byte[][] values = SecretSharing.split(under, CUSTODIANS, CUSTODIANS, random);
    try {
      List<Half> halves = new ArrayList<>();
      for (Certificate custodian : List.of(one, other)) {
        try (StationHalf half =
            new StationHalf(key.id(), halves.size() + 1, values[halves.size()])) {
          halves.add(new Half(custodian, half.sealed(custodian, random)));
        }
      }
      byte[] sealed = KeySeal.seal(pkcs8, under, StationHalf.context(key.id()), random);
      return new StationFile(key.publicKey().getEncoded(), sealed, halves);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
      Arrays.fill(under, (byte) 0);
    }
  }

  /**
   * Opens the key with both custodians' keys.
   *
   * @param custodians the keys of both, in any order; others do no harm
   * @param certificate the station's
   */
  public Outcome open(List<DecryptionIdentity> custodians, Certificate certificate) {
    KeyId key = KeyId.ofSubjectPublicKeyInfo(subjectPublicKeyInfo);
    if (!certificate.keyId().equals(key)) {
      return refused(certificate, "the certificate is of another station's key");
    }
    if (!Set.copyOf(certificate.mailboxes()).equals(Set.copyOf(mailboxes()))) {
      return refused(certificate, "the certificate names other custodians than the file");
    }
    int[] indexes = new int[CUSTODIANS];
    byte[][] values = new byte[CUSTODIANS][];
    try {
      for (int i = 0; i < CUSTODIANS; i++) {
        Optional<StationHalf> half = half(halves.get(i), custodians);
        if (half.isEmpty() || !half.get().key().equals(key)) {
          return refused(certificate, "custodian " + (i + 1) + "'s half does not open");
        }
        indexes[i] = half.get().index();
        values[i] = half.get().value();
      }
      return unsealed(key, indexes, values, certificate);
    } finally {
      for (byte[] value : values) {
        if (value != null) {
          Arrays.fill(value, (byte) 0);
        }
      }
    }
  }

  private Outcome unsealed(KeyId key, int[] indexes, byte[][] values, Certificate certificate) {
    if (indexes[0] == indexes[1]) {
      return refused(certificate, "both halves are the same one");
    }
    byte[] under = SecretSharing.combine(indexes, values);
    Optional<byte[]> pkcs8 = KeySeal.open(sealedKey, under, StationHalf.context(key));
    Arrays.fill(under, (byte) 0);
    try {
      return pkcs8.isEmpty()
          ? refused(certificate, "the halves do not open its key")
          : new Outcome.Opened(
              new DecryptionIdentity(
                  KeyPairs.encryptionFromPkcs8(pkcs8.get(), subjectPublicKeyInfo), certificate));
    } catch (IOException e) {
      return refused(certificate, "what was sealed is not the key of its public key");
    } finally {
      pkcs8.ifPresent(octets -> Arrays.fill(octets, (byte) 0));
    }
  }

  private static Optional<StationHalf> half(Half half, List<DecryptionIdentity> custodians) {
    List<DecryptionIdentity> own =
        custodians.stream().filter(one -> one.certificate().equals(half.custodian())).toList();
    byte[] clear;
    try {
      clear = SealedOctets.open(half.sealed(), own, LARGEST_HALF);
    } catch (IOException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(StationHalf.of(clear));
    } catch (MalformedDocument e) {
      return Optional.empty();
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  /** The certificates of both. */
  public List<Certificate> custodians() {
    return halves.stream().map(Half::custodian).toList();
  }

  /** The custodians', for the station's certificate. */
  public List<Mailbox> mailboxes() {
    return custodians().stream().flatMap(one -> one.mailboxes().stream()).distinct().toList();
  }

  /** The file. */
  public byte[] encoded() {
    DocumentText.Writer out =
        new DocumentText.Writer(TITLE)
            .add("public-key", subjectPublicKeyInfo)
            .add("sealed-key", sealedKey);
    for (Half half : halves) {
      Base64.Encoder base64 = Base64.getEncoder();
      out.add(
          "custodian",
          base64.encodeToString(half.custodian().encoded())
              + " "
              + base64.encodeToString(half.sealed()));
    }
    return out.octets();
  }

  public static StationFile of(byte[] file) throws MalformedDocument {
    DocumentText.Reader in = new DocumentText.Reader(TITLE, file);
    byte[] publicKey = in.takeOctets("public-key");
    byte[] sealed = in.takeOctets("sealed-key");
    List<Half> halves = new ArrayList<>();
    for (String line : in.takeAll("custodian")) {
      String[] parts = line.split(" ", -1);
      if (parts.length != 2) {
        throw new MalformedDocument(TITLE + ": a custodian's line is not certificate and half");
      }
      halves.add(new Half(certificate(in.octets(parts[0])), in.octets(parts[1])));
    }
    in.end();
    if (halves.size() != CUSTODIANS) {
      throw new MalformedDocument(TITLE + ": it has " + halves.size() + " custodians, not two");
    }
    return new StationFile(publicKey, sealed, halves);
  }

  private static Certificate certificate(byte[] encoded) throws MalformedDocument {
    try {
      return Certificate.of(encoded);
    } catch (IOException e) {
      throw new MalformedDocument(TITLE + ": a custodian's certificate is none", e);
    }
  }

  private static Outcome refused(Certificate station, String why) {
    return new Outcome.Refused(
        List.of(ArchiveFinding.STATION_UNREADABLE.on(station.displayName(), why)));
  }
}
