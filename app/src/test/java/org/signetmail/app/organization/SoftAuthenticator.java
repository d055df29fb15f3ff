package org.signetmail.app.organization;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** An authenticator with one P-256 key (W3C WebAuthn §6), which says what a test has it say. */
final class SoftAuthenticator {
  private static final int PRESENT_AND_VERIFIED = 0x05;
  private static final int WITH_CREDENTIAL = 0x40;

  private final KeyPair key;
  private final byte[] id = new byte[16];
  String host = "localhost";
  String origin = "https://localhost:8443";
  int flags = PRESENT_AND_VERIFIED;
  int counter;

  SoftAuthenticator() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    key = generator.generateKeyPair();
    new SecureRandom().nextBytes(id);
  }

  /** The answer to navigator.credentials.create, as JSON. */
  String make(String challenge) throws GeneralSecurityException {
    byte[] client = client("webauthn.create", challenge);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(head(WITH_CREDENTIAL));
    data.writeBytes(new byte[16]); // AAGUID
    data.write(0);
    data.write(id.length);
    data.writeBytes(id);
    data.writeBytes(cose());
    ByteArrayOutputStream attestation = new ByteArrayOutputStream();
    attestation.write(0xa3);
    text(attestation, "fmt");
    text(attestation, "none");
    text(attestation, "attStmt");
    attestation.write(0xa0);
    text(attestation, "authData");
    octets(attestation, data.toByteArray());
    return "{\"id\":\"%s\",\"rawId\":\"%s\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"%s\",\"attestationObject\":\"%s\",\"transports\":[]},\"clientExtensionResults\":{}}"
        .formatted(base64(id), base64(id), base64(client), base64(attestation.toByteArray()));
  }

  /** The answer to navigator.credentials.get, as JSON. */
  String use(String challenge) throws GeneralSecurityException {
    byte[] client = client("webauthn.get", challenge);
    byte[] data = head(0);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key.getPrivate());
    signature.update(data);
    signature.update(MessageDigest.getInstance("SHA-256").digest(client));
    return "{\"id\":\"%s\",\"rawId\":\"%s\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"%s\",\"authenticatorData\":\"%s\",\"signature\":\"%s\",\"userHandle\":null},\"clientExtensionResults\":{}}"
        .formatted(base64(id), base64(id), base64(client), base64(data), base64(signature.sign()));
  }

  private byte[] client(String type, String challenge) {
    return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
        .formatted(type, challenge, origin)
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] head(int more) throws GeneralSecurityException {
    byte[] relyingParty =
        MessageDigest.getInstance("SHA-256").digest(host.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.allocate(37)
        .put(relyingParty)
        .put((byte) (flags | more))
        .putInt(counter)
        .array();
  }

  /** RFC 9053 §7.1.1: kty EC2, alg ES256, crv P-256, x, y. */
  private byte[] cose() {
    ECPublicKey point = (ECPublicKey) key.getPublic();
    ByteArrayOutputStream cose = new ByteArrayOutputStream();
    cose.writeBytes(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21});
    octets(cose, unsigned(point.getW().getAffineX()));
    cose.write(0x22);
    octets(cose, unsigned(point.getW().getAffineY()));
    return cose.toByteArray();
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] octets = number.toByteArray();
    byte[] padded = new byte[32];
    int length = Math.min(octets.length, 32);
    System.arraycopy(octets, octets.length - length, padded, 32 - length, length);
    return padded;
  }

  private static void text(ByteArrayOutputStream cbor, String text) {
    cbor.write(0x60 + text.length());
    cbor.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void octets(ByteArrayOutputStream cbor, byte[] octets) {
    if (octets.length < 0x100) {
      cbor.write(0x58);
    } else {
      cbor.write(0x59);
      cbor.write(octets.length >> 8);
    }
    cbor.write(octets.length);
    cbor.writeBytes(octets);
  }

  private static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
