package org.signetmail.archive;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
 * receiver-kind: owner       or owner-with-code, or station, and then what it may see:
 * scope-from: 2026-01-01T00:00:00Z
 * scope-until: 2026-04-01T00:00:00Z
 * scope-mailbox: eve@example.test      one line a mailbox
 * notice-withheld-until:     a time, or nothing: the owner is told at once
 * key: 9f86…                 one line a key
 * reason: laptop stolen
 * legal-reference:
 * at: 2026-11-23T12:00:00Z
 * -----BEGIN CMS-----
 * …
 * }</pre>
 *
 * @param keys 1 to 1000, none twice
 * @param receiver shares will be sealed to it
 * @param reason one line in the requester's words, not empty
 * @param legalReference the order or contract that allows it; empty for none, which an
 *     investigation must not be
 * @param at to the second
 */
public record RecoveryRequest(
    Mailbox requester,
    Mailbox owner,
    List<KeyId> keys,
    Receiver receiver,
    String reason,
    String legalReference,
    Instant at) {
  /** The first line of the file. */
  public static final String TITLE = "signet recovery request 1";

  /** The longest time that a notice may be withheld; then somebody must ask again. */
  public static final Duration LONGEST_SILENCE = Duration.ofDays(366);

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
    if (receiver instanceof Receiver.Station && legalReference.isEmpty()) {
      throw new IllegalArgumentException(
          "legal reference: an investigation has one; name the order, contract or policy");
    }
    Instant latest = at.plus(LONGEST_SILENCE);
    receiver
        .withheldUntil()
        .filter(until -> until.isAfter(latest))
        .ifPresent(until -> {
          throw new IllegalArgumentException(
              "notice: it may be withheld until " + latest + ", not " + until + "; ask again then");
        });
  }

  /** A wish to have keys sealed to the owner's new certificate. */
  public RecoveryRequest(
      Mailbox requester,
      Mailbox owner,
      List<KeyId> keys,
      Certificate ownersNew,
      String reason,
      String legalReference,
      Instant at) {
    this(requester, owner, keys, new Receiver.Owner(ownersNew), reason, legalReference, at);
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
            .add("receiver", receiver.certificate().encoded())
            .add("receiver-kind", receiver.word());
    if (receiver instanceof Receiver.Station(var _, Scope scope, Optional<Instant> withheld)) {
      out.add("scope-from", scope.from()).add("scope-until", scope.until());
      scope.mailboxes().forEach(one -> out.add("scope-mailbox", one.toString()));
      out.add("notice-withheld-until", withheld.map(Instant::toString).orElse(""));
    }
    keys.forEach(key -> out.add("key", key.hex()));
    return out.add("reason", reason).add("legal-reference", legalReference).add("at", at).octets();
  }

  private static RecoveryRequest read(byte[] text) throws MalformedDocument {
    DocumentText.Reader in = new DocumentText.Reader(TITLE, text);
    Mailbox requester = in.takeMailbox("requester");
    Mailbox owner = in.takeMailbox("owner");
    Certificate certificate = certificate(in.takeOctets("receiver"));
    String kind = in.take("receiver-kind");
    try {
      Receiver receiver = receiver(kind, certificate, in);
      return rest(requester, owner, receiver, in);
    } catch (IllegalArgumentException e) {
      throw new MalformedDocument(TITLE + ": " + e.getMessage(), e);
    }
  }

  private static Receiver receiver(String kind, Certificate certificate, DocumentText.Reader in)
      throws MalformedDocument {
    return switch (kind) {
      case Receiver.Owner.WORD -> new Receiver.Owner(certificate);
      case Receiver.OwnerWithCode.WORD -> new Receiver.OwnerWithCode(certificate);
      case Receiver.Station.WORD -> {
        Instant from = in.takeTime("scope-from");
        Instant until = in.takeTime("scope-until");
        List<Mailbox> mailboxes = new ArrayList<>();
        for (String mailbox : in.takeAll("scope-mailbox")) {
          mailboxes.add(Mailbox.of(mailbox));
        }
        Optional<Instant> withheld = in.takeTimeIfAny("notice-withheld-until");
        yield new Receiver.Station(certificate, new Scope(from, until, mailboxes), withheld);
      }
      default -> throw new MalformedDocument(TITLE + ": there is no receiver of the kind it names");
    };
  }

  private static RecoveryRequest rest(
      Mailbox requester, Mailbox owner, Receiver receiver, DocumentText.Reader in)
      throws MalformedDocument {
    List<KeyId> keys = new ArrayList<>();
    for (String key : in.takeAll("key")) {
      keys.add(in.key(key));
    }
    String reason = in.take("reason");
    String legalReference = in.take("legal-reference");
    Instant at = in.takeTime("at");
    in.end();
    return new RecoveryRequest(requester, owner, keys, receiver, reason, legalReference, at);
  }

  private static Certificate certificate(byte[] der) throws MalformedDocument {
    try {
      return Certificate.of(der);
    } catch (IOException e) {
      throw new MalformedDocument(TITLE + ": its receiver is not a certificate", e);
    }
  }
}
