package org.signetmail.smime.internal.cms;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.MessagePassword;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * Makes EnvelopedData (RFC 5652 §6) or AuthEnvelopedData (RFC 5083), whichever the cipher asks for:
 * DER with definite lengths, written as the content streams through.
 */
public final class EnvelopeMaker {
  private static final int CHUNK = 1 << 16; // octets read at once

  private final Jca jca;
  private final SecureRandom random;
  private final String contentType;

  public EnvelopeMaker(Jca jca, SecureRandom random) {
    this(jca, random, Oids.DATA);
  }

  /**
   * @param contentType object identifier of content that is not {@code id-data}
   */
  public EnvelopeMaker(Jca jca, SecureRandom random, String contentType) {
    this.jca = jca;
    this.random = random;
    this.contentType = contentType;
  }

  /** For whom the content-encryption key is wrapped. */
  public sealed interface Recipient {
    /** The holder of a certificate; {@code method} is the word of profiles for the way. */
    record Holder(Certificate certificate, String method) implements Recipient {}

    /** Who knows a password. */
    record Knower(MessagePassword password) implements Recipient {}
  }

  /**
   * @param length of the content, which is all that the stream has; negative when not known, then
   *     the lengths outside are indefinite (BER)
   */
  public void write(
      InputStream content,
      long length,
      ContentEncryption encryption,
      List<Recipient> recipients,
      OutputStream out)
      throws IOException {
    ContentCipher cipher = encryption.cipher();
    byte[] key = new byte[cipher.keyLength()];
    random.nextBytes(key);
    List<byte[]> infos = recipients.stream().map(r -> wrapped(r, key)).toList();
    ContentCipher.Parameters parameters = cipher.fresh(random);
    byte[] version = Asn1.integer(version(cipher, infos));
    byte[] infoSet = Asn1.setOf(infos);
    byte[] algorithm = cipher.identifier(parameters);
    byte[] contentHead = joined(Asn1.oid(contentType), encryption.identifier(algorithm));
    byte[] contentKey = encryption.key(jca, key, algorithm);
    String type = cipher.isAuthenticated() ? Oids.AUTH_ENVELOPED_DATA : Oids.ENVELOPED_DATA;
    int macLength = cipher.isAuthenticated() ? ContentCipher.TAG + 2 : 0;
    try {
      ContentEncrypter working =
          new ContentEncrypter(cipher, jca, cipher.key(contentKey), parameters);
      if (length < 0) {
        out.write(new byte[] {0x30, (byte) 0x80});
        out.write(Asn1.oid(type));
        out.write(new byte[] {(byte) 0xa0, (byte) 0x80, 0x30, (byte) 0x80});
        out.write(version);
        out.write(infoSet);
        out.write(new byte[] {0x30, (byte) 0x80});
        out.write(contentHead);
        out.write(new byte[] {(byte) 0xa0, (byte) 0x80});
        byte[] mac = encrypt(content, CHUNK, working, cipher, new Pieces(out));
        out.write(new byte[4]); // ends of the encrypted content and its info
        out.write(mac.length == 0 ? mac : Asn1.octets(mac));
        out.write(new byte[6]);
        return;
      }
      long encrypted = cipher.encryptedLength(length);
      byte[] octets = Asn1.header(0x80, encrypted);
      long info = contentHead.length + octets.length + encrypted;
      byte[] infoHead = Asn1.header(Asn1.SEQUENCE, info);
      long data = version.length + infoSet.length + infoHead.length + info + macLength;
      byte[] dataHead = Asn1.header(Asn1.SEQUENCE, data);
      byte[] explicit = Asn1.header(0xa0, dataHead.length + data);
      byte[] oid = Asn1.oid(type);
      out.write(Asn1.header(Asn1.SEQUENCE, oid.length + explicit.length + dataHead.length + data));
      for (byte[] part :
          List.of(oid, explicit, dataHead, version, infoSet, infoHead, contentHead, octets)) {
        out.write(part);
      }
      int chunk = Math.clamp(length, 1, CHUNK);
      byte[] mac = encrypt(content, chunk, working, cipher, new Counted(out, encrypted));
      out.write(mac.length == 0 ? mac : Asn1.octets(mac));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encryption: this platform lacks " + cipher.word(), e);
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(contentKey, (byte) 0);
    }
  }

  private byte[] wrapped(Recipient recipient, byte[] key) {
    return switch (recipient) {
      case Recipient.Holder h -> new KeyWrap(jca, random).wrap(h.certificate(), h.method(), key);
      case Recipient.Knower k -> {
        try {
          yield new PasswordWrap(jca).wrap(k.password(), key, random);
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException("encryption: this platform lacks PBKDF2 or AES", e);
        }
      }
    };
  }

  /** CMSVersion: by the kinds of recipients (RFC 5652 §6.1); always 0 with AEAD (RFC 5083 §2.1). */
  private static int version(ContentCipher cipher, List<byte[]> infos) {
    if (cipher.isAuthenticated()) {
      return 0;
    }
    boolean hasOther = infos.stream().anyMatch(i -> (i[0] & 0xff) >= 0xa3); // pwri, ori
    boolean hasAgreement = infos.stream().anyMatch(i -> (i[0] & 0xff) == 0xa1);
    return hasOther ? 3 : hasAgreement ? 2 : 0;
  }

  /** Returns the tag, empty where there is none. */
  private static byte[] encrypt(
      InputStream content, int chunk, ContentEncrypter cipher, ContentCipher kind, OutputStream out)
      throws IOException, GeneralSecurityException {
    byte[] plain = new byte[chunk];
    byte[] encrypted = new byte[CipherSlices.SLICE + 64];
    for (int have = content.readNBytes(plain, 0, chunk);
        have > 0;
        have = content.readNBytes(plain, 0, chunk)) {
      for (int from = 0; from < have; from += CipherSlices.SLICE) {
        int n = Math.min(CipherSlices.SLICE, have - from);
        out.write(encrypted, 0, cipher.update(plain, from, n, encrypted));
      }
    }
    byte[] last = cipher.doFinal();
    int tag = kind.isAuthenticated() ? ContentCipher.TAG : 0;
    out.write(last, 0, last.length - tag);
    out.flush();
    return Arrays.copyOfRange(last, last.length - tag, last.length);
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] out = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, out, a.length, b.length);
    return out;
  }

  /** A string in pieces, each an OCTET STRING (X.690 §8.7.3). */
  private static final class Pieces extends OutputStream {
    private final OutputStream out;

    Pieces(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      if (len > 0) {
        out.write(Asn1.header(Asn1.OCTET_STRING, len));
        out.write(b, off, len);
      }
    }
  }

  /** Holds the content to the length that was written before it. */
  private static final class Counted extends OutputStream {
    private final OutputStream out;
    private long left;

    Counted(OutputStream out, long length) {
      this.out = out;
      this.left = length;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      left -= len;
      if (left < 0) {
        throw new IOException("encryption: the content is longer than it said");
      }
      out.write(b, off, len);
    }

    @Override
    public void flush() throws IOException {
      if (left != 0) {
        throw new IOException("encryption: the content is not as long as it said");
      }
    }
  }
}
