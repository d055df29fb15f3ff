package org.signetmail.smime;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * EnvelopedData or AuthEnvelopedData for one RSA key, right in everything until something is
 * changed; made by the platform alone.
 */
final class Envelope {
  private static final byte[] KEY = Arrays.copyOf(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 32);

  private final Certificate to;
  private final byte[] content;
  private byte[] key = KEY;
  private byte[] nonce = new byte[12];
  private int tag = 16;
  private byte[] attributes = {};
  private byte[] outside = {};
  private byte[] behind = {};
  private boolean isTagStated = true;
  private int brokenTagOctet = -1;
  private String type = Oids.AUTH_ENVELOPED_DATA;
  private byte[] originator = {};
  private byte[] transport = Asn1.algorithm(Oids.RSA, Asn1.nul());
  private String padding = "PKCS1Padding";
  private @Nullable AlgorithmParameterSpec paddingParameters;
  private boolean isKeyBroken;

  Envelope(Certificate to, String content) {
    this.to = to;
    this.content = Forgery.bytes(content);
  }

  Envelope keyed(byte[] other) {
    key = other;
    return this;
  }

  /** The key comes under RSAES-OAEP with these parameters, said so (RFC 3560). */
  Envelope oaep(byte[] parameters, OAEPParameterSpec used) {
    transport = Asn1.algorithm(Oids.RSA_OAEP, parameters);
    padding = "OAEPPadding";
    paddingParameters = used;
    return this;
  }

  Envelope breakingKey() {
    isKeyBroken = true;
    return this;
  }

  /** With an OriginatorInfo before the recipients (RFC 5652 §6.1). */
  Envelope introducedBy(byte[] info) {
    originator = info;
    return this;
  }

  Envelope nonce(int length) {
    nonce = new byte[length];
    return this;
  }

  Envelope tag(int length) {
    tag = length;
    return this;
  }

  /** Leaves the tag's length to its DEFAULT (RFC 5084 §3.2). */
  Envelope withoutTagLength() {
    isTagStated = false;
    return this;
  }

  Envelope breakingTagAt(int octet) {
    brokenTagOctet = octet;
    return this;
  }

  /** One attribute that is authenticated with the content. */
  Envelope authenticating(byte[] attribute) {
    attributes = attribute;
    return this;
  }

  /** One attribute that nothing protects. */
  Envelope beside(byte[] attribute) {
    outside = attribute;
    return this;
  }

  Envelope followedBy(byte[] octets) {
    behind = octets;
    return this;
  }

  /** AES-256-GCM in AuthEnvelopedData (RFC 5083, RFC 5084). */
  byte[] authenticated() {
    byte[] set = attributes.length == 0 ? new byte[0] : Asn1.tlv(Asn1.SET, attributes);
    byte[] encrypted =
        run("AES/GCM/NoPadding", new GCMParameterSpec(8 * Math.clamp(tag, 12, 16), nonce), set);
    int length = encrypted.length - Math.clamp(tag, 12, 16);
    byte[] mac = Arrays.copyOfRange(encrypted, length, length + tag);
    if (brokenTagOctet >= 0) {
      mac[brokenTagOctet] ^= 1;
    }
    byte[] parameters =
        Asn1.sequence(Asn1.octets(nonce), isTagStated ? Asn1.integer(tag) : new byte[0]);
    return message(
        Asn1.algorithm(Oids.AES256_GCM, parameters),
        Arrays.copyOf(encrypted, length),
        attributes.length == 0 ? attributes : Asn1.context(1, attributes),
        Asn1.octets(mac),
        outside.length == 0 ? outside : Asn1.context(2, outside));
  }

  /** AES-256-CBC in EnvelopedData. */
  byte[] enveloped() {
    type = Oids.ENVELOPED_DATA;
    byte[] vector = Arrays.copyOf(nonce, 16);
    byte[] encrypted = run("AES/CBC/PKCS5Padding", new IvParameterSpec(vector), new byte[0]);
    return message(
        Asn1.algorithm(Oids.AES256_CBC, Asn1.octets(nonce)),
        encrypted,
        outside.length == 0 ? outside : Asn1.context(1, outside));
  }

  /** As {@link #enveloped} with another algorithm named. */
  byte[] enveloped(byte[] algorithm) {
    type = Oids.ENVELOPED_DATA;
    return message(algorithm, new byte[32]);
  }

  private byte[] message(byte[] algorithm, byte[] encrypted, byte[]... rest) {
    byte[] recipient =
        Asn1.sequence(
            Asn1.integer(0), to.issuerAndSerialNumber(), transport, Asn1.octets(wrapped()));
    byte[] data =
        Asn1.sequence(
            Asn1.integer(0),
            originator,
            Asn1.tlv(Asn1.SET, recipient),
            Asn1.sequence(Asn1.oid(Oids.DATA), algorithm, Asn1.tlv(0x80, encrypted)),
            Asn1.joined(rest));
    return Asn1.joined(Asn1.sequence(Asn1.oid(type), Asn1.context(0, data)), behind);
  }

  private byte[] wrapped() {
    byte[] wrapped = run("RSA/ECB/" + padding, to.publicKey(), paddingParameters, new byte[0], key);
    wrapped[wrapped.length - 1] ^= (byte) (isKeyBroken ? 1 : 0);
    return wrapped;
  }

  private byte[] run(String cipher, AlgorithmParameterSpec parameters, byte[] authenticated) {
    byte[] used = Arrays.copyOf(key, 32);
    return run(cipher, new SecretKeySpec(used, "AES"), parameters, authenticated, content);
  }

  private static byte[] run(
      String name,
      Key key,
      @Nullable AlgorithmParameterSpec parameters,
      byte[] authenticated,
      byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance(name);
      cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
      if (authenticated.length > 0) {
        cipher.updateAAD(authenticated);
      }
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
