package org.signetmail.smime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.ContentCipher;
import org.signetmail.smime.internal.cms.ContentEncryption;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.EnvelopeMaker;
import org.signetmail.smime.internal.cms.EnvelopeReader;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.KeyUnwrap;
import org.signetmail.smime.internal.cms.KeyWrap;
import org.signetmail.smime.internal.cms.RecipientInfo;

/**
 * Bare CMS around bytes that are not mail: archive shares, transported keys, backups.
 * AuthEnvelopedData with AES-256-GCM (RFC 5083, RFC 5084), DER, one RecipientInfo for each
 * certificate; streaming. RSA keys are wrapped with OAEP, never with PKCS#1 v1.5.
 */
public final class SealedOctets {
  private static final String UNOPENED =
      "sealed data: does not open (RFC 5083 §2); use a key it was sealed to, or a copy that was not"
          + " changed";

  private SealedOctets() {}

  /**
   * @throws IllegalArgumentException one clear line when a certificate cannot be sealed to
   */
  public static byte[] seal(byte[] content, List<Certificate> recipients, SecureRandom random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 1024);
    try {
      seal(new ByteArrayInputStream(content), content.length, recipients, random, out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return out.toByteArray();
  }

  /** Seals a stream of unknown length: BER, lengths outside the content are indefinite. */
  public static void seal(
      InputStream content, List<Certificate> recipients, SecureRandom random, OutputStream out)
      throws IOException {
    seal(content, -1, recipients, random, out);
  }

  private static void seal(
      InputStream content,
      long length,
      List<Certificate> recipients,
      SecureRandom random,
      OutputStream out)
      throws IOException {
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException(
          "sealed data: has no recipient; name at least one certificate");
    }
    List<EnvelopeMaker.Recipient> all = new ArrayList<>();
    for (Certificate recipient : recipients) {
      String method =
          KeyWrap.methods(recipient).stream()
              .findFirst() // the strongest: OAEP for RSA
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      recipient.subject()
                          + ": its key does not encrypt (RFC 5652 §6.2); use an encryption"
                          + " certificate"));
      all.add(new EnvelopeMaker.Recipient.Holder(recipient, method));
    }
    new EnvelopeMaker(new Jca(Primitives.standard()), random)
        .write(content, length, ContentEncryption.of(ContentCipher.AES256_GCM), all, out);
  }

  /**
   * @param max the most bytes of content
   * @throws IOException one clear line when none of the keys opens it or it was changed
   */
  public static byte[] open(byte[] sealed, List<DecryptionIdentity> keys, int max)
      throws IOException {
    Spool memory = new Spool(java.nio.file.Path.of(System.getProperty("java.io.tmpdir")), max, max);
    try (Octets content = open(() -> new ByteArrayInputStream(sealed), keys, memory)) {
      return content.toByteArray();
    }
  }

  /** Releases content only after the tag holds. */
  public static Octets open(InputStream sealed, List<DecryptionIdentity> keys, Spool spool)
      throws IOException {
    return open(() -> sealed, keys, spool);
  }

  /**
   * Opens what others sealed: EnvelopedData (RFC 5652 §6) too, with RSA PKCS#1 v1.5 and ciphers
   * that prove nothing. So this is for content that proves itself, as a private key does by its
   * public key, and never for an answer to whoever sent it: every failure must look alike to them.
   *
   * @param max the most bytes of content
   * @throws IOException one clear line when none of the keys opens it
   */
  public static byte[] openForeign(byte[] sealed, List<DecryptionIdentity> keys, int max)
      throws IOException {
    Spool memory = new Spool(java.nio.file.Path.of(System.getProperty("java.io.tmpdir")), max, max);
    try (Octets content =
        open(() -> new ByteArrayInputStream(sealed), keys, memory, Makers.EVERYBODY)) {
      return content.toByteArray();
    }
  }

  /** Whose sealing is opened. */
  private enum Makers {
    OURS,
    EVERYBODY
  }

  private interface Source {
    InputStream stream() throws IOException;
  }

  private static Octets open(Source source, List<DecryptionIdentity> keys, Spool spool)
      throws IOException {
    return open(source, keys, spool, Makers.OURS);
  }

  private static Octets open(
      Source source, List<DecryptionIdentity> keys, Spool spool, Makers makers) throws IOException {
    try {
      return opened(source, keys, spool, makers);
    } catch (Asn1Exception | EOFException e) {
      throw new IOException(
          "sealed data: cannot be read, "
              + e.getMessage()
              + " (RFC 5083 §2); use a copy that was not changed");
    }
  }

  private static Octets opened(
      Source source, List<DecryptionIdentity> keys, Spool spool, Makers makers) throws IOException {
    ContentInfo info = ContentInfo.of(source.stream());
    boolean isForeign = makers == Makers.EVERYBODY && info.type().equals(Oids.ENVELOPED_DATA);
    if (!info.type().equals(Oids.AUTH_ENVELOPED_DATA) && !isForeign) {
      throw new IOException(
          "sealed data: is not AuthEnvelopedData (RFC 5083 §2); give the file that was sealed");
    }
    Jca jca = new Jca(Primitives.standard());
    EnvelopeReader reader = info.envelope(Budget.STANDARD.recipients());
    if (reader.cipher().isEmpty()) {
      throw new IOException(
          "sealed data: is encrypted with an algorithm that is not known; update this program");
    }
    for (RecipientInfo recipient : reader.recipients()) {
      for (DecryptionIdentity key : keys) {
        if (recipient instanceof RecipientInfo.Addressed addressed
            && (isForeign || !addressed.method().equals("rsa-pkcs1"))
            && addressed.recipient().matches(key.certificate())) {
          try {
            byte[] contentKey =
                new KeyUnwrap(jca, new SecureRandom())
                    .unwrap(addressed, key, reader.cipher().get().keyLength());
            return reader.open(contentKey, jca, spool);
          } catch (GeneralSecurityException e) {
            throw new IOException(UNOPENED); // without its cause: it must not tell which way
          }
        }
      }
    }
    throw new IOException(UNOPENED);
  }
}
