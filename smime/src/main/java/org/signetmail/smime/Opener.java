package org.signetmail.smime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.cms.ContentCipher;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.EnvelopeReader;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.KeyUnwrap;
import org.signetmail.smime.internal.cms.RecipientInfo;
import org.signetmail.smime.internal.mime.Entity;

/**
 * Opens one encrypted layer with whichever of the keys is a recipient. Whatever goes wrong once a
 * key is in use has one answer, with one finding and the same words (RFC 3218 §2.3).
 */
final class Opener {
  private static final int MOST_ATTEMPTS = 16;

  private final List<DecryptionIdentity> keys;
  private final Spool spool;
  private final MessageReader.Options options;
  private final Jca jca;

  Opener(List<DecryptionIdentity> keys, Spool spool, MessageReader.Options options, Jca jca) {
    this.keys = keys;
    this.spool = spool;
    this.options = options;
    this.jca = jca;
  }

  private record Attempt(RecipientInfo.Addressed recipient, DecryptionIdentity key) {}

  /**
   * @param info stands at the beginning of the content of this entity
   * @throws IOException when the head cannot be read, before any key is used
   */
  Opening open(Entity entity, ContentInfo info) throws IOException {
    EnvelopeReader head = info.envelope(options.budget().recipients());
    int recipients = head.recipients().size();
    List<Attempt> attempts = attempts(head);
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
                      + ", none of them with a key given here")));
    }
    if (head.cipher().isEmpty()) {
      boolean isMisplaced = ContentCipher.ofOid(head.contentAlgorithm()).isPresent();
      return refused(
          isMisplaced ? MessageFinding.MISPLACED_AEAD : MessageFinding.CONTENT_ALGORITHM,
          "is encrypted with " + head.contentAlgorithm());
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
        attempts.stream()
            .filter(a ->
                options
                    .profile()
                    .accepting(CryptoProfile.Area.KEY_MANAGEMENT)
                    .contains(a.recipient().method()))
            .limit(MOST_ATTEMPTS)
            .toList();
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
        for (DecryptionIdentity key : keys) {
          if (addressed.recipient().matches(key.certificate())) {
            all.add(new Attempt(addressed, key));
          }
        }
      }
    }
    return all;
  }

  private Opening tried(
      Entity entity, EnvelopeReader first, List<Attempt> attempts, ContentCipher cipher)
      throws IOException {
    EnvelopeReader reader = first;
    KeyUnwrap unwrap = new KeyUnwrap(jca, new SecureRandom());
    for (int i = 0; i < attempts.size(); i++) {
      Attempt attempt = attempts.get(i);
      try (InputStream again = i == 0 ? InputStream.nullInputStream() : entity.decoded(spool)) {
        if (i > 0) {
          reader = ContentInfo.of(again).envelope(options.budget().recipients());
        }
        byte[] key = unwrap.unwrap(attempt.recipient(), attempt.key(), cipher.keyLength());
        Octets content = reader.open(key, jca, spool);
        return new Opening.Opened(
            content,
            cipher.word(),
            cipher.isAuthenticated()
                ? Opening.Authenticity.AUTHENTICATED
                : Opening.Authenticity.UNAUTHENTICATED,
            attempt.key().certificate(),
            reader.recipients().size(),
            List.of());
      } catch (GeneralSecurityException | Asn1Exception | EOFException | RuntimeException e) {
        // The next key; at the end one answer for all of it.
      }
    }
    return refused(MessageFinding.OPENING_FAILED, "did not open");
  }

  private static Opening refused(MessageFinding code, String detail) {
    return new Opening.Refused(List.of(Finding.of(code, "message", detail)));
  }
}
