package org.signetmail.archive;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.signetmail.archive.internal.SignedText;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;

/**
 * A wish to have archived keys back: who asks, whose keys, for which receiver, and why. It is
 * signed by the requester, and officers decide on exactly these words.
 *
 * <p>As a file it is text with a signature below:
 *
 * <pre>{@code
 * signet recovery request 1
 * requester: bob@example.test
 * owner: bob@example.test
 * receiver: MIIC…            the receiver's certificate, DER in base64
 * key: 9f86…                 one line a key
 * reason: laptop stolen
 * legal-reference:
 * at: 2026-11-23T12:00:00Z
 * -----BEGIN CMS-----
 * …
 * }</pre>
 *
 * @param keys 1 to 1000, none twice
 * @param receiver shares will be sealed to it: the owner's new certificate
 * @param reason one line in the requester's words, not empty
 * @param legalReference perhaps empty
 * @param at to the second
 */
public record RecoveryRequest(
    Mailbox requester,
    Mailbox owner,
    List<KeyId> keys,
    Certificate receiver,
    String reason,
    String legalReference,
    Instant at) {
  /** The first line of the file. */
  public static final String TITLE = "signet recovery request 1";

  private static final int LONGEST_REASON = 2000;

  /**
   * @throws IllegalArgumentException with one clear line when a value cannot stand in a request
   */
  public RecoveryRequest {
    keys = List.copyOf(keys);
    at = at.truncatedTo(ChronoUnit.SECONDS);
    if (keys.isEmpty()
        || keys.size() > DocumentText.MOST_VALUES
        || new HashSet<>(keys).size() < keys.size()) {
      throw new IllegalArgumentException(
          "recovery request: it names " + keys.size() + " keys; name 1 to 1000, each once");
    }
    if (reason.isEmpty() || !DocumentText.fits(reason) || reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "reason: it must be one line of 1 to 2000 characters; say in it why the keys are needed");
    }
    if (!DocumentText.fits(legalReference) || legalReference.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "legal reference: it must be one line of at most 2000 characters; write it so");
    }
  }

  /** The file: the text, signed by the requester. */
  public byte[] signed(SigningIdentity signer) {
    return SignedText.sign(text(), signer, at).encoded();
  }

  /** What a file asks; nothing is proven by reading it. */
  public static RecoveryRequest of(byte[] document) throws MalformedDocument {
    return read(SignedText.of(TITLE, document).text());
  }

  /** How decisions name a request: SHA-256 of the whole file, in hexadecimal. */
  public static String digest(byte[] document) {
    return SignedText.digest(document);
  }

  private byte[] text() {
    DocumentText.Writer out =
        new DocumentText.Writer(TITLE)
            .add("requester", requester.toString())
            .add("owner", owner.toString())
            .add("receiver", receiver.encoded());
    keys.forEach(key -> out.add("key", key.hex()));
    return out.add("reason", reason).add("legal-reference", legalReference).add("at", at).octets();
  }

  private static RecoveryRequest read(byte[] text) throws MalformedDocument {
    DocumentText.Reader in = new DocumentText.Reader(TITLE, text);
    Mailbox requester = in.takeMailbox("requester");
    Mailbox owner = in.takeMailbox("owner");
    Certificate receiver = certificate(in.takeOctets("receiver"));
    List<KeyId> keys = new ArrayList<>();
    for (String key : in.takeAll("key")) {
      keys.add(in.key(key));
    }
    String reason = in.take("reason");
    String legalReference = in.take("legal-reference");
    Instant at = in.takeTime("at");
    in.end();
    try {
      return new RecoveryRequest(requester, owner, keys, receiver, reason, legalReference, at);
    } catch (IllegalArgumentException e) {
      throw new MalformedDocument(TITLE + ": " + e.getMessage(), e);
    }
  }

  private static Certificate certificate(byte[] der) throws MalformedDocument {
    try {
      return Certificate.of(der);
    } catch (IOException e) {
      throw new MalformedDocument(TITLE + ": its receiver is not a certificate", e);
    }
  }
}
