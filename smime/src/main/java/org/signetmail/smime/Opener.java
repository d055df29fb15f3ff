package org.signetmail.smime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.ContentCipher;
import org.signetmail.smime.internal.cms.ContentEncryption.KeyDerivation;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.EnvelopeReader;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.KeyUnwrap;
import org.signetmail.smime.internal.cms.PasswordWrap;
import org.signetmail.smime.internal.cms.RecipientInfo;
import org.signetmail.smime.internal.mime.Entity;

/**
 * Opens one encrypted layer with whichever of the keys is a recipient. Whatever goes wrong once a
 * key is in use has one answer, with one finding and the same words (RFC 3218 §2.3).
 */
final class Opener {
  private static final int MOST_ATTEMPTS = 16;
  private static final String CEK_HKDF = "cek-hkdf-sha256";

  private final OpeningKeys keys;
  private final Spool spool;
  private final MessageReader.Options options;
  private final Jca jca;
  private Optional<byte[]> opened = Optional.empty(); // the content-encryption key that did

  Opener(OpeningKeys keys, Spool spool, MessageReader.Options options, Jca jca) {
    this.keys = keys;
    this.spool = spool;
    this.options = options;
    this.jca = jca;
  }

  /** One recipient of the message with a secret of ours that may open it. */
  private sealed interface Attempt {
    RecipientInfo recipient();

    record WithKey(RecipientInfo.Addressed recipient, DecryptionIdentity key) implements Attempt {}

    record WithPassword(RecipientInfo.Password recipient, MessagePassword password)
        implements Attempt {}
  }

  /**
   * @param info stands at the beginning of the content of this entity
   * @throws IOException when the head cannot be read, before any key is used
   */
  Opening open(Entity entity, ContentInfo info) throws IOException {
    EnvelopeReader head = info.envelope(options.budget().recipients());
    int recipients = head.recipients().size();
    List<Attempt> attempts = attempts(head);
    if (attempts.isEmpty() && takesPassword(head) && !keys.passwords().isEmpty()) {
      return refused(MessageFinding.BUDGET, "wants more work for its password than is given to it");
    }
    if (attempts.isEmpty()) {
      return new Opening.NotForUs(
          recipients,
          List.of(
              Finding.of(
                  MessageFinding.NOT_FOR_US,
                  "message",
                  "is encrypted to "
                      + recipients
                      + (recipients == 1 ? " recipient" : " recipients")
                      + ", none of them with a key given here"
                      + (takesPassword(head) ? "; a password opens it" : ""))));
    }
    if (head.cipher().isEmpty()) {
      boolean isAuthenticated = info.type().equals(Oids.AUTH_ENVELOPED_DATA);
      boolean isMisplaced =
          ContentCipher.ofOid(head.contentAlgorithm())
              .filter(c -> c.isAuthenticated() != isAuthenticated)
              .isPresent();
      return refused(
          isMisplaced ? MessageFinding.MISPLACED_AEAD : MessageFinding.CONTENT_ALGORITHM,
          "is encrypted with " + head.contentAlgorithm());
    }
    if (head.derivation() == KeyDerivation.HKDF_SHA256
        && !options.profile().accepting(CryptoProfile.Area.KEY_DERIVATION).contains(CEK_HKDF)) {
      return refused(
          MessageFinding.CONTENT_ALGORITHM,
          "derives its key, which the profile " + options.profile() + " does not accept");
    }
    ContentCipher cipher = head.cipher().get();
    if (!options.profile().accepting(CryptoProfile.Area.CONTENT).contains(cipher.word())) {
      return refused(
          MessageFinding.CONTENT_ALGORITHM,
          "is encrypted with "
              + cipher.word()
              + ", which the profile "
              + options.profile()
              + " does not accept");
    }
    List<Attempt> allowed =
        attempts.stream().filter(a -> isAccepted(a.recipient())).limit(MOST_ATTEMPTS).toList();
    if (allowed.isEmpty()) {
      return refused(
          MessageFinding.KEY_METHOD,
          "its key comes by "
              + attempts.getFirst().recipient().method()
              + ", which the profile "
              + options.profile()
              + " does not accept");
    }
    return tried(entity, head, allowed, cipher);
  }

  private List<Attempt> attempts(EnvelopeReader head) {
    List<Attempt> all = new ArrayList<>();
    for (RecipientInfo recipient : head.recipients()) {
      if (recipient instanceof RecipientInfo.Addressed addressed) {
        for (DecryptionIdentity key : keys.identities()) {
          if (addressed.recipient().matches(key.certificate())) {
            all.add(new Attempt.WithKey(addressed, key));
          }
        }
      }
    }
    all.addAll(passwordAttempts(head));
    return all;
  }

  /** Passwords come last, because they cost most, and no more than the budget has. */
  private List<Attempt> passwordAttempts(EnvelopeReader head) {
    List<Attempt> all = new ArrayList<>();
    long left = options.budget().passwordIterations();
    for (RecipientInfo recipient : head.recipients()) {
      if (recipient instanceof RecipientInfo.Password info) {
        for (MessagePassword password : keys.passwords()) {
          left -= Math.max(1, info.iterations());
          if (left < 0) {
            return all;
          }
          all.add(new Attempt.WithPassword(info, password));
        }
      }
    }
    return all;
  }

  private static boolean takesPassword(EnvelopeReader head) {
    return head.recipients().stream().anyMatch(RecipientInfo.Password.class::isInstance);
  }

  private boolean isAccepted(RecipientInfo recipient) {
    CryptoProfile profile = options.profile();
    return profile.accepting(CryptoProfile.Area.KEY_MANAGEMENT).contains(recipient.method())
        && (!(recipient instanceof RecipientInfo.Password password)
            || profile.accepting(CryptoProfile.Area.CONTENT).contains(password.cipher().word()));
  }

  /**
   * Every key that may be the one, one after the other. A secret that cannot be had is replaced by
   * one made up, so that each attempt reads the whole content and ends in the same way, whatever
   * was wrong; without authentication only a message counts as opened, for padding alone comes out
   * right by chance.
   */
  private Opening tried(
      Entity entity, EnvelopeReader first, List<Attempt> attempts, ContentCipher cipher)
      throws IOException {
    Opening.Authenticity authenticity =
        cipher.isAuthenticated()
            ? Opening.Authenticity.AUTHENTICATED
            : Opening.Authenticity.UNAUTHENTICATED;
    EnvelopeReader reader = first;
    for (int i = 0; i < attempts.size(); i++) {
      Attempt attempt = attempts.get(i);
      try (InputStream again = i == 0 ? InputStream.nullInputStream() : entity.decoded(spool)) {
        if (i > 0) {
          reader = ContentInfo.of(again).envelope(options.budget().recipients());
        }
        byte[] key = key(attempt, cipher.keyLength());
        Octets content = reader.open(key, jca, spool);
        if (!cipher.isAuthenticated()
            && !Entity.inside(content, options.budget().headerBytes()).hasHeader()) {
          content.close();
          continue;
        }
        opened = Optional.of(key);
        return new Opening.Opened(
            content,
            cipher.word(),
            authenticity,
            attempt instanceof Attempt.WithKey with
                ? Optional.of(with.key().certificate())
                : Optional.empty(),
            reader.recipients().size(),
            List.of());
      } catch (GeneralSecurityException | Asn1Exception | EOFException | RuntimeException e) {
        // The next key; at the end one answer for all of it.
      }
    }
    return failed(authenticity);
  }

  /** The content-encryption key that opened it; empty when none did. */
  Optional<byte[]> openedWith() {
    return opened;
  }

  /**
   * Whose key comes to this very content-encryption key, at the first attempt that {@link #open}
   * would make. Another key that opens the same ciphertext opens another text (no AEAD of RFC 5083
   * commits to its key), so only the same one stands for the same content.
   */
  Optional<DecryptionIdentity> comesTo(byte[] contentKey, ContentInfo info) throws IOException {
    EnvelopeReader head = info.envelope(options.budget().recipients());
    Optional<Attempt> first =
        attempts(head).stream().filter(one -> isAccepted(one.recipient())).findFirst();
    return first
        .filter(one -> MessageDigest.isEqual(key(one, contentKey.length), contentKey))
        .flatMap(one ->
            one instanceof Attempt.WithKey with ? Optional.of(with.key()) : Optional.empty());
  }

  private byte[] key(Attempt attempt, int length) {
    SecureRandom random = new SecureRandom();
    byte[] madeUp = new byte[length];
    random.nextBytes(madeUp);
    try {
      byte[] found =
          switch (attempt) {
            case Attempt.WithKey with ->
                new KeyUnwrap(jca, random).unwrap(with.recipient(), with.key(), length);
            case Attempt.WithPassword with ->
                new PasswordWrap(jca).unwrap(with.recipient(), with.password(), length);
          };
      return found.length == length ? found : madeUp;
    } catch (GeneralSecurityException | RuntimeException e) {
      return madeUp;
    }
  }

  /** The one answer to whatever went wrong with a key in use; it knows only what all can see. */
  static Opening.Refused failed(Opening.Authenticity authenticity) {
    return refused(
        MessageFinding.OPENING_FAILED,
        switch (authenticity) {
          case AUTHENTICATED -> "did not open: it was changed on the way, or is for another key";
          case UNAUTHENTICATED ->
              "is encrypted without authentication and its inside is no message: it was changed on"
                  + " the way, or is for another key";
        });
  }

  private static Opening.Refused refused(MessageFinding code, String detail) {
    return new Opening.Refused(List.of(Finding.of(code, "message", detail)));
  }
}
