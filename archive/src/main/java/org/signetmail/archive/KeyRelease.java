package org.signetmail.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.internal.Reassembly;
import org.signetmail.archive.internal.SealedShareLines;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;

/**
 * What the receiver collects: each key still sealed, and the officers' shares sealed to the
 * receiver. Worthless to everybody else, so it may go by mail.
 *
 * <pre>{@code
 * signet recovery release 1
 * case: R-7K3Q-M2
 * request: c2ln…             the signed request, in base64
 * key: 9f86… MIIB… q83v… MEUC… 03ab…,7c1d…   one line a key: id, SubjectPublicKeyInfo, sealed
 *                            key, receipt, and who holds its shares, in the order of the indexes
 * share: 9f86… 2 MIIB…       sealed to the receiver
 * certificate: MIIC…         that old messages name; perhaps none
 * }</pre>
 *
 * @param certificates over the keys, as far as the sender knew them
 * @param request the signed request, as a file: a station finds in it what it may show
 */
public record KeyRelease(
    CaseId caseId,
    byte[] request,
    List<SealedKey> keys,
    List<ResealedShare> shares,
    List<Certificate> certificates) {
  private static final String TITLE = "signet recovery release 1";

  /**
   * One archived key without its officers' shares.
   *
   * @param subjectPublicKeyInfo DER
   * @param sealed nonce, ciphertext and tag of AES-256-GCM
   * @param receipt the archive's receipt, encoded
   * @param holders the officers, by their encryption keys, in the order of the shares' indexes: to
   *     name the one whose share is false
   */
  public record SealedKey(
      KeyId key, byte[] subjectPublicKeyInfo, byte[] sealed, byte[] receipt, List<KeyId> holders) {
    public SealedKey {
      holders = List.copyOf(holders);
    }
  }

  public KeyRelease {
    keys = List.copyOf(keys);
    shares = List.copyOf(shares);
    certificates = List.copyOf(certificates);
  }

  /** Without certificates. */
  public KeyRelease(
      CaseId caseId, byte[] request, List<SealedKey> keys, List<ResealedShare> shares) {
    this(caseId, request, keys, shares, List.of());
  }

  /**
   * With the certificates over these keys, by which old messages name their recipients. Nothing is
   * proven by them.
   */
  public KeyRelease with(List<Certificate> known) {
    return new KeyRelease(caseId, request, keys, shares, known);
  }

  /** What came of putting the shares together. */
  public sealed interface Outcome {
    /**
     * @param keys in the order of the request; each was checked to be the private key of its public
     *     key
     * @param falseShares the keys are back although these shares were not true
     */
    record Recovered(List<EncryptionKey> keys, List<Finding> falseShares) implements Outcome {}

    /** All or nothing: a share is wrong, missing or of another case, or a record was changed. */
    record Refused(List<Finding> findings) implements Outcome {}
  }

  /**
   * Puts the shares together, on the receiver's machine.
   *
   * @param receiver the key that the shares were sealed to
   * @param archive the archive's signing certificate: its receipt says whose key each one is
   */
  public Outcome recover(DecryptionIdentity receiver, Certificate archive) {
    List<EncryptionKey> recovered = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    List<Finding> falseShares = new ArrayList<>();
    Reassembly reassembly = new Reassembly(this, receiver, archive);
    for (SealedKey key : keys) {
      switch (reassembly.of(key)) {
        case Reassembly.Outcome.Whole(EncryptionKey whole, List<Finding> blamed) -> {
          recovered.add(whole);
          falseShares.addAll(blamed);
        }
        case Reassembly.Outcome.NotWhole(List<Finding> why) -> findings.addAll(why);
      }
    }
    return findings.isEmpty()
        ? new Outcome.Recovered(recovered, falseShares)
        : new Outcome.Refused(findings);
  }

  /** The file. */
  public byte[] encoded() {
    DocumentText.Writer out =
        new DocumentText.Writer(TITLE).add("case", caseId.text()).add("request", request);
    Base64.Encoder base64 = Base64.getEncoder();
    for (SealedKey key : keys) {
      out.add(
          "key",
          String.join(
              " ",
              key.key().hex(),
              base64.encodeToString(key.subjectPublicKeyInfo()),
              base64.encodeToString(key.sealed()),
              base64.encodeToString(key.receipt()),
              key.holders().stream().map(KeyId::hex).collect(Collectors.joining(","))));
    }
    SealedShareLines.write(out, shares);
    certificates.forEach(one -> out.add("certificate", one.encoded()));
    return out.octets();
  }

  public static KeyRelease of(byte[] file) throws MalformedDocument {
    DocumentText.Reader in = new DocumentText.Reader(TITLE, file);
    CaseId caseId = in.takeCase("case");
    byte[] request = in.takeOctets("request");
    List<SealedKey> keys = new ArrayList<>();
    for (String value : in.takeAll("key")) {
      String[] parts = value.split(" ", -1);
      if (parts.length != 5) {
        throw new MalformedDocument(
            TITLE + ": a key's line has " + parts.length + " parts instead of 5; fetch it again");
      }
      List<KeyId> holders = new ArrayList<>();
      for (String holder : parts[4].split(",", -1)) {
        holders.add(in.key(holder));
      }
      keys.add(
          new SealedKey(
              in.key(parts[0]),
              in.octets(parts[1]),
              in.octets(parts[2]),
              in.octets(parts[3]),
              holders));
    }
    List<ResealedShare> shares = SealedShareLines.read(in);
    List<Certificate> certificates = new ArrayList<>();
    for (String certificate : in.takeAll("certificate")) {
      try {
        certificates.add(Certificate.of(in.octets(certificate)));
      } catch (MalformedDocument e) {
        throw e;
      } catch (IOException e) {
        throw new MalformedDocument(TITLE + ": one of its certificates is none", e);
      }
    }
    in.end();
    return new KeyRelease(caseId, request, keys, shares, certificates);
  }
}
