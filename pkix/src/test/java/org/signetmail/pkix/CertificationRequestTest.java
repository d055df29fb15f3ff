package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.DLTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificationRequestTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"RSA_2048", "P_256", "P_384", "P_521", "ED25519", "ED448", "ML_DSA_44", "ML_DSA_87"})
  void eachKindOfSigningKeyProvesItsPossession(KeyAlgorithm algorithm) throws Exception {
    SigningKey key = KeyPairs.signing(algorithm, Pki.RANDOM);

    CertificationRequest read =
        CertificationRequest.of(CertificationRequest.make(key, "Alice", Pki.ALICE).encoded());

    assertEquals(key.id(), KeyId.of(read.publicKey()));
    assertEquals("CN=Alice", read.subject());
    assertEquals(List.of(Pki.ALICE), read.mailboxes());
  }

  @Test
  void aChangedRequestProvesNothing() {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.ED25519, Pki.RANDOM);
    byte[] encoded = CertificationRequest.make(key, "Alice", Pki.ALICE).encoded();
    for (int i = 0; i < encoded.length; i++) {
      byte[] changed = encoded.clone();
      changed[i] ^= 1;
      int at = i;
      IOException refused =
          assertThrows(
              IOException.class, () -> CertificationRequest.of(changed), () -> "octet " + at);
      assertTrue(String.valueOf(refused.getMessage()).startsWith("certification request: "));
    }
  }

  /** strongSwan signs its attributes in the order in which it sends them, which is not DER's. */
  @Test
  void attributesStayInTheOrderTheyWereSignedIn() throws Exception {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, Pki.RANDOM);
    ASN1Encodable password =
        attribute("1.2.840.113549.1.9.7", new DERUTF8String("a password longer than the other"));
    ASN1Encodable name = attribute("1.2.840.113549.1.9.2", new DERUTF8String("x"));
    DLSequence info =
        new DLSequence(
            new ASN1Encodable[] {
              new ASN1Integer(0),
              new X500Name("CN=Alice"),
              SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()),
              new DLTaggedObject(false, 0, new DLSet(new ASN1Encodable[] {password, name}))
            });
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key.privateKey(SecretAccess.TOKEN));
    signature.update(info.getEncoded());
    DLSequence request =
        new DLSequence(
            new ASN1Encodable[] {
              info,
              new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
              new DERBitString(signature.sign())
            });

    CertificationRequest read = CertificationRequest.of(request.getEncoded());

    assertEquals(key.id(), KeyId.of(read.publicKey()));
  }

  private static ASN1Encodable attribute(String type, ASN1Encodable value) {
    return new DLSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(type), new DERSet(value)});
  }

  @Test
  void opensslChecksOursAndWeReadItsPem() throws Exception {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, Pki.RANDOM);
    Files.write(
        folder.resolve("a.csr"), CertificationRequest.make(key, "Alice", Pki.ALICE).encoded());
    String shown =
        OpenSsl.run(folder, "req", "-inform", "DER", "-in", "a.csr", "-verify", "-noout", "-text");
    assertTrue(shown.contains("email:alice@example.test"), shown);

    OpenSsl.run(
        folder,
        "req",
        "-newkey",
        "rsa:2048",
        "-sigopt",
        "rsa_padding_mode:pss",
        "-nodes",
        "-keyout",
        "k.pem",
        "-out",
        "b.pem",
        "-subj",
        "/CN=Bob/emailAddress=bob@example.test");
    CertificationRequest read =
        CertificationRequest.of(Files.readAllBytes(folder.resolve("b.pem")));
    assertEquals(List.of(Mailbox.of("bob@example.test")), read.mailboxes());
  }
}
