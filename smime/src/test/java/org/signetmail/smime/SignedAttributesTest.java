package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.cms.SignerInfo;
import org.signetmail.smime.internal.mime.Entity;

/** What every signature says beside the content (RFC 8551 §2.5, RFC 6211, RFC 5035). */
class SignedAttributesTest {
  private static final People PEOPLE = new People();

  private static SignedData signed(MessageSigner signer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    signer.sign(Mail.octets(Mail.PLAIN), People.NOW, People.RANDOM, out);
    Entity entity = Entity.of(Octets.of(out.toByteArray()), 1 << 20);
    try (InputStream in = entity.decoded(Spool.standard())) {
      byte[] cms = in.readAllBytes();
      return SignedData.read(
          ContentInfo.of(new ByteArrayInputStream(cms)), Budget.STANDARD, Spool.standard());
    }
  }

  private static MessageSigner signer(SigningIdentity identity) {
    return new MessageSigner(
        identity,
        new MessageSigner.Options(
            Form.OPAQUE,
            MessageSigner.HeaderProtection.ON,
            CryptoProfile.of(CryptoProfile.Name.AUTO)));
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"RSA_2048", "P_384", "ED25519", "ED448", "ML_DSA_65"})
  void theyAreAlwaysThereAndTrue(KeyAlgorithm algorithm) throws Exception {
    SigningIdentity alice = PEOPLE.signer("alice", algorithm);
    Certificate answers = PEOPLE.reader("alice", KeyAlgorithm.P_256).certificate();
    SignedData data = signed(signer(alice).announcing(answers));
    SignerInfo info = data.signers().getFirst();
    SignedAttributes attributes = new SignedAttributes(info.signedAttributes().orElseThrow());

    assertEquals(1, attributes.signedForms().size(), "sent as DER, in the order of a SET OF");
    assertEquals(Oids.DATA, attributes.contentType().orElseThrow());
    assertEquals(People.NOW, attributes.signingTime().orElseThrow());
    assertTrue(attributes.one(Oids.ALGORITHM_PROTECTION).isPresent());
    assertTrue(attributes.protects(info));
    assertTrue(attributes.one(Oids.SMIME_CAPABILITIES).isPresent());
    assertTrue(attributes.one(Oids.ENCRYPTION_KEY_PREFERENCE).isPresent());
    Jca jca = new Jca(Primitives.platform());
    assertTrue(attributes.names(alice.certificate(), jca));
    assertFalse(attributes.names(answers, jca));
    assertTrue(data.certificates().contains(alice.certificate()));
    assertTrue(data.certificates().contains(answers), "so that answers can be encrypted to it");

    List<Der> certificateId =
        attributes
            .one(Oids.SIGNING_CERTIFICATE_V2)
            .orElseThrow()
            .children(Asn1.SEQUENCE, 1)
            .getFirst()
            .children(Asn1.SEQUENCE, 1)
            .getFirst()
            .children(Asn1.SEQUENCE, 2);
    assertEquals(Asn1.OCTET_STRING, certificateId.getFirst().tag(), "SHA-256 is left out in DER");
    assertTrue(
        MessageDigest.isEqual(
            MessageDigest.getInstance("SHA-256").digest(alice.certificate().encoded()),
            certificateId.getFirst().octets()));
  }

  @Test
  void ed448DigestsWithShake256OfAStatedLength() throws IOException { // RFC 8419 §3.1
    SignerInfo info =
        signed(signer(PEOPLE.signer("alice", KeyAlgorithm.ED448))).signers().getFirst();
    List<Der> digest = info.digestAlgorithm().children(Asn1.SEQUENCE, 2);
    assertEquals(Oids.SHAKE256_LENGTH, digest.get(0).oid());
    assertEquals(512, digest.get(1).smallInteger());
    assertEquals(1, info.signatureAlgorithm().children(Asn1.SEQUENCE, 1).size());
  }

  @Test
  void ed25519DigestsWithSha512AndWithoutParameters() throws IOException { // RFC 8419 §3.1
    SignerInfo info =
        signed(signer(PEOPLE.signer("alice", KeyAlgorithm.ED25519))).signers().getFirst();
    assertEquals(
        List.of(Oids.SHA512),
        info.digestAlgorithm().children(Asn1.SEQUENCE, 1).stream().map(this::oid).toList());
  }

  private String oid(Der element) {
    try {
      return element.oid();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoHasNoCertificateForAnswersPrefersNone() throws IOException {
    SignerInfo info =
        signed(signer(PEOPLE.signer("alice", KeyAlgorithm.P_256))).signers().getFirst();
    SignedAttributes attributes = new SignedAttributes(info.signedAttributes().orElseThrow());
    assertTrue(attributes.one(Oids.ENCRYPTION_KEY_PREFERENCE).isEmpty());
  }
}
