package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.DualUseKey;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.Digests;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.ScepAttributes;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.cms.SignedDataMaker;

/** Messages of SCEP both ways, the client's keys and weak messages made by OpenSSL. */
class ScepTest {
  private static final byte[] CONTENT = "a request".getBytes(StandardCharsets.US_ASCII);

  @TempDir static Path folder;

  private final Instant now = Instant.now();

  private final SecureRandom random = new SecureRandom();
  private static Party client;
  private static Party authority;
  private static Party registration;

  @BeforeAll
  static void parties() {
    client = party("client");
    authority = party("authority");
    registration = party("registration");
  }

  @Test
  void whatAClientSaysIsReadAndOpened() throws Exception {
    ScepRequest request = ScepRequest.of(message());
    assertEquals(ScepRequest.Type.PKCS, request.type());
    assertEquals("4A17", request.transactionId());
    assertEquals(ScepRequest.Strength.ENOUGH, request.strength());
    assertEquals(client.certificate(), request.signer());
    assertArrayEquals(CONTENT, request.open(List.of(registration.decryption())).orElseThrow());
    assertEquals(Optional.empty(), request.open(List.of(authority.decryption())));
  }

  @Test
  void oneChangedOctetOfTheMessageIsSeen() throws Exception {
    byte[] message = message();
    int refused = 0;
    for (int at = 0; at < message.length; at += 37) {
      byte[] changed = message.clone();
      changed[at] ^= 0x10;
      try {
        ScepRequest read = ScepRequest.of(changed);
        assertEquals("4A17", read.transactionId());
        assertArrayEquals(CONTENT, read.open(List.of(registration.decryption())).orElseThrow());
      } catch (IOException e) {
        refused++;
      }
    }
    assertTrue(refused > message.length / 37 * 3 / 4, refused + " of " + message.length / 37);
  }

  @Test
  void anEnvelopeThatDoesNotOpenSaysNothingOfWhy() throws Exception {
    ScepRequest request = ScepRequest.of(message());
    byte[] envelope = request.envelope();
    for (int at = envelope.length - 48; at < envelope.length; at++) {
      byte[] changed = envelope.clone();
      changed[at] ^= 1;
      ScepRequest other =
          new ScepRequest(
              request.type(),
              request.transactionId(),
              request.senderNonce(),
              request.signer(),
              request.strength(),
              changed);
      Optional<byte[]> opened = other.open(List.of(registration.decryption()));
      opened.ifPresent(content ->
          assertNotEquals("a request", new String(content, StandardCharsets.ISO_8859_1)));
    }
  }

  @Test
  void weakAlgorithmsAreSeen() throws Exception {
    assertEquals(ScepRequest.Strength.ENOUGH, strength("-aes128", scheme(Digests.SHA_256)));
    assertEquals(ScepRequest.Strength.TOO_WEAK, strength("-des3", scheme(Digests.SHA_256)));
    assertEquals(ScepRequest.Strength.TOO_WEAK, strength("-aes128", scheme(Digests.SHA_1)));
  }

  @Test
  void answersNameTheirRequestAndCarryTheCertificate() throws Exception {
    ScepRequest request = ScepRequest.of(message());
    ScepReply reply = new ScepReply(authority.identity(), random);

    SignedData success = read(reply.success(request, authority.certificate(), now));
    SignedAttributes attributes = SignedAttributes.of(success.signers().getFirst());
    assertEquals("0", ScepAttributes.text(attributes, ScepAttributes.PKI_STATUS, 8));
    assertEquals("4A17", ScepAttributes.text(attributes, ScepAttributes.TRANSACTION_ID, 8));
    assertArrayEquals(
        request.senderNonce(),
        ScepAttributes.octets(attributes, ScepAttributes.RECIPIENT_NONCE, 64));
    byte[] opened =
        SealedOctets.openForeign(
            success.content().orElseThrow().toByteArray(), List.of(client.decryption()), 1 << 16);
    assertEquals(List.of(authority.certificate()), Certificates.read(opened, "reply"));

    SignedData failure = read(reply.failure(request, ScepReply.FailInfo.BAD_REQUEST, "no", now));
    attributes = SignedAttributes.of(failure.signers().getFirst());
    assertEquals("2", ScepAttributes.text(attributes, ScepAttributes.PKI_STATUS, 8));
    assertEquals("2", ScepAttributes.text(attributes, ScepAttributes.FAIL_INFO, 8));
    assertTrue(failure.content().isEmpty());
    SignedData pending = read(reply.pending(request, now));
    attributes = SignedAttributes.of(pending.signers().getFirst());
    assertEquals("3", ScepAttributes.text(attributes, ScepAttributes.PKI_STATUS, 8));
  }

  @Test
  void whatIsNoMessageIsRefusedInOneLine() {
    for (byte[] bytes :
        List.of(
            new byte[0],
            new byte[] {0x30, (byte) 0x80},
            Asn1.sequence(Asn1.oid(Oids.DATA)),
            new byte[ScepRequest.LARGEST + 1],
            Certificates.certsOnly(List.of(client.certificate())))) {
      IOException e = assertThrows(IOException.class, () -> ScepRequest.of(bytes));
      assertTrue(String.valueOf(e.getMessage()).startsWith("pki message: "), e.toString());
    }
  }

  private byte[] message() throws IOException {
    return ScepClientMessage.make(
        ScepRequest.Type.PKCS,
        "4A17",
        CONTENT,
        client.identity(),
        registration.certificate(),
        now,
        random);
  }

  /** What OpenSSL envelops with a cipher, signed here with a scheme. */
  private ScepRequest.Strength strength(String cipher, SignatureScheme scheme) throws Exception {
    Path plain = Files.write(folder.resolve("plain"), CONTENT);
    Path certificate =
        Files.writeString(folder.resolve("ra.pem"), registration.certificate().pem());
    Path envelope = folder.resolve("envelope");
    run(
        List.of(
            "openssl",
            "cms",
            "-encrypt",
            "-binary",
            cipher,
            "-outform",
            "DER",
            "-in",
            plain.toString(),
            "-out",
            envelope.toString(),
            certificate.toString()));
    SignedDataMaker maker =
        new SignedDataMaker(
            client.identity(),
            scheme,
            List.of(
                ScepAttributes.ofText(ScepAttributes.MESSAGE_TYPE, "19"),
                ScepAttributes.ofText(ScepAttributes.TRANSACTION_ID, "1"),
                ScepAttributes.ofOctets(ScepAttributes.SENDER_NONCE, new byte[16])),
            List.of(),
            new Jca(Primitives.standard()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    maker.opaque(Octets.of(Files.readAllBytes(envelope)), now, random, out);
    return ScepRequest.of(out.toByteArray()).strength();
  }

  private static SignatureScheme scheme(Digests digest) {
    return new SignatureScheme(
        "rsa",
        "rsa",
        digest,
        Asn1.algorithm(digest.oid()),
        Asn1.algorithm(Oids.RSA, Asn1.nul()),
        digest == Digests.SHA_1 ? "SHA1withRSA" : "SHA256withRSA",
        null);
  }

  private static SignedData read(byte[] reply) throws IOException {
    return SignedData.read(
        ContentInfo.of(new ByteArrayInputStream(reply)), Budget.STANDARD, Spool.standard());
  }

  /** An RSA key with a certificate signed by itself, as SCEP clients make them. */
  private record Party(PrivateKey key, Certificate certificate) {
    SigningIdentity identity() {
      return new SigningIdentity(
          new SigningKey(key, certificate.publicKey()), List.of(certificate));
    }

    DecryptionIdentity decryption() {
      return new DecryptionIdentity(new DualUseKey(key, certificate.publicKey()), certificate);
    }
  }

  private static Party party(String name) {
    Path file = folder.resolve(name + ".p12");
    try {
      run(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-alias=" + name,
              "-keyalg=RSA",
              "-keysize=2048",
              "-dname=CN=" + name,
              "-storetype=PKCS12",
              "-storepass=secret",
              "-keystore=" + file));
      KeyStore store = KeyStore.getInstance(file.toFile(), "secret".toCharArray());
      return new Party(
          (PrivateKey) store.getKey(name, "secret".toCharArray()),
          Certificate.of(store.getCertificate(name).getEncoded()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command.stream().flatMap(ScepTest::words).toList())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), command + "\n" + out);
  }

  /** {@code -name=value} of keytool is two words. */
  private static Stream<String> words(String word) {
    int equals = word.startsWith("-") ? word.indexOf('=') : -1;
    return equals < 0
        ? Stream.of(word)
        : Stream.of(word.substring(0, equals), word.substring(equals + 1));
  }
}
