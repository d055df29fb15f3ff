package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.SignedAttributes;

/** The shapes that an encrypted message may have, and one step beyond each. */
class EnvelopeShapesTest {
  private static final People PEOPLE = new People();
  private static final DecryptionIdentity BOB = PEOPLE.reader("bob", KeyAlgorithm.RSA_2048);
  private static final DecryptionIdentity CAROL = PEOPLE.reader("carol", KeyAlgorithm.P_256);
  private static final String SMALL = "Content-Type: text/plain\r\n\r\nswordfish\r\n";
  private static final String LARGE =
      SMALL + "x".repeat(100_000) + "and here, after many blocks, it ends";
  private static final byte[] ATTRIBUTE =
      SignedAttributes.attribute(Oids.CONTENT_TYPE, Asn1.oid(Oids.DATA));

  private static Envelope small() {
    return new Envelope(BOB.certificate(), SMALL);
  }

  private static Envelope large() {
    return new Envelope(BOB.certificate(), LARGE);
  }

  private static String opened(byte[] cms) throws IOException {
    try (Reading reading = read(cms, BOB)) {
      return reading.content().isPresent() ? Mail.text(reading.content().get()) : "";
    }
  }

  private static Reading read(byte[] cms, DecryptionIdentity... keys) throws IOException {
    return Mail.read(Foreign.message("alice@example.test", cms), PEOPLE, keys);
  }

  private static void assertOpens(byte[] cms) throws IOException {
    String content = opened(cms);
    assertTrue(content.contains("swordfish"), content);
  }

  private static void assertRefused(MessageFinding why, byte[] cms) throws IOException {
    try (Reading reading = read(cms, BOB)) {
      assertTrue(Mail.finds(reading, why), reading::toString);
      if (reading.content().isPresent()) { // what came in, where its form is not understood
        assertFalse(Mail.text(reading.content().get()).contains("swordfish"));
      }
    }
  }

  @Test
  void theContentComesOutWhole() throws IOException {
    for (String content : List.of(SMALL, LARGE)) {
      String end = content.substring(content.length() - 20);
      assertTrue(opened(new Envelope(BOB.certificate(), content).authenticated()).endsWith(end));
      Envelope cbc = new Envelope(BOB.certificate(), content).nonce(16);
      assertTrue(opened(cbc.enveloped()).endsWith(end));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 13, 14, 15, 16})
  void aTagOfTwelveToSixteenOctetsIsHeldInEachOctet(int length) throws IOException {
    assertOpens(small().tag(length).authenticated()); // RFC 5084 §3.2
    assertOpens(large().tag(length).authenticated());
    for (int octet : new int[] {0, length - 1}) {
      assertRefused(
          MessageFinding.OPENING_FAILED, small().tag(length).breakingTagAt(octet).authenticated());
      assertRefused(
          MessageFinding.OPENING_FAILED, large().tag(length).breakingTagAt(octet).authenticated());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 11, 17})
  void aTagOfAnotherLengthIsNotRead(int length) throws IOException {
    assertRefused(MessageFinding.CMS_UNREADABLE, small().tag(length).authenticated());
  }

  @Test
  void aTagWhoseLengthIsNotStatedHasTwelveOctets() throws IOException { // RFC 5084 §3.2
    assertOpens(small().withoutTagLength().tag(12).authenticated());
    assertRefused(
        MessageFinding.OPENING_FAILED, small().withoutTagLength().tag(16).authenticated());
    assertRefused(
        MessageFinding.OPENING_FAILED, large().withoutTagLength().tag(16).authenticated());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 11, 13, 16})
  void aNonceHasTwelveOctets(int length) throws IOException { // RFC 5084 §3.2
    assertRefused(MessageFinding.CMS_UNREADABLE, small().nonce(length).authenticated());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 12, 17})
  void anInitialisationVectorIsAsLongAsABlock(int length) throws IOException { // RFC 3565 §4.1
    assertRefused(MessageFinding.CMS_UNREADABLE, small().nonce(length).enveloped());
  }

  @Test
  void attributesAreAuthenticatedWithTheContent() throws IOException { // RFC 5083 §2.2
    for (Envelope envelope : List.of(small(), large())) {
      byte[] cms = envelope.authenticating(ATTRIBUTE).authenticated();
      assertOpens(cms);
      byte[] changed = cms.clone();
      changed[indexOf(cms, ATTRIBUTE) + ATTRIBUTE.length - 1] ^= 1;
      assertRefused(MessageFinding.OPENING_FAILED, changed);
    }
  }

  private static int indexOf(byte[] whole, byte[] part) {
    int at = 0;
    while (!Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }

  @Test
  void whoSentItMayBringHisCertificates() throws IOException { // RFC 5652 §6.1: originatorInfo
    byte[] originator = Asn1.context(0, Asn1.context(0, BOB.certificate().encoded()));
    assertOpens(small().introducedBy(originator).authenticated());
    assertOpens(small().nonce(16).introducedBy(originator).enveloped());
  }

  @Test
  void attributesThatNothingProtectsChangeNothing() throws IOException {
    for (Envelope envelope : List.of(small(), large())) {
      assertOpens(envelope.beside(ATTRIBUTE).authenticated());
      assertOpens(envelope.nonce(16).beside(ATTRIBUTE).enveloped());
    }
  }

  @Test
  void nothingFollowsTheMessage() throws IOException {
    byte[] more = Asn1.nul();
    for (Envelope envelope : List.of(small(), large())) {
      assertRefused(MessageFinding.OPENING_FAILED, envelope.followedBy(more).authenticated());
      assertRefused(MessageFinding.OPENING_FAILED, envelope.nonce(16).followedBy(more).enveloped());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 24, 31, 33})
  void aKeyOfAnotherLengthOpensNothing(int length) throws IOException {
    assertRefused(MessageFinding.OPENING_FAILED, small().keyed(new byte[length]).authenticated());
  }

  @Test
  void whoIsNoRecipientIsToldHowManyThereAre() throws IOException {
    try (Reading reading = read(small().authenticated(), CAROL)) {
      Opening.NotForUs notForUs = (Opening.NotForUs) reading.opening().orElseThrow();
      assertEquals(1, notForUs.recipients());
      assertEquals(MessageFinding.NOT_FOR_US, notForUs.findings().getFirst().code());
      assertTrue(reading.content().isEmpty());
    }
  }

  @Test
  void whatOpenedItIsSaid() throws IOException {
    try (Reading reading = read(small().authenticated(), CAROL, BOB)) {
      Opening.Opened opened = (Opening.Opened) reading.opening().orElseThrow();
      assertEquals(BOB.certificate(), opened.openedBy().orElseThrow());
      assertEquals("aes256-GCM", opened.algorithm());
      assertEquals(Opening.Authenticity.AUTHENTICATED, opened.authenticity());
      assertEquals(1, opened.recipients());
    }
    try (Reading reading = read(small().nonce(16).enveloped(), BOB)) {
      Opening.Opened opened = (Opening.Opened) reading.opening().orElseThrow();
      assertEquals("aes256-CBC", opened.algorithm());
      assertEquals(Opening.Authenticity.UNAUTHENTICATED, opened.authenticity());
      assertTrue(Mail.finds(reading, MessageFinding.UNAUTHENTICATED));
    }
  }

  @Test
  void oldOrUnknownCiphersAreRefusedByName() throws IOException {
    byte[] vector = Asn1.octets(new byte[8]);
    assertRefused(
        MessageFinding.CONTENT_ALGORITHM,
        small().enveloped(Asn1.algorithm(Oids.DES_EDE3_CBC, vector)));
    for (int version : new int[] {58, 120, 160, 1}) { // RFC 2268 §6
      byte[] parameters = Asn1.sequence(Asn1.integer(version), vector);
      assertRefused(
          MessageFinding.CONTENT_ALGORITHM,
          small().enveloped(Asn1.algorithm(Oids.RC2_CBC, parameters)));
    }
    assertRefused(
        MessageFinding.CONTENT_ALGORITHM, small().enveloped(Asn1.algorithm("1.2.3.4", vector)));
    byte[] gcm = Asn1.sequence(Asn1.octets(new byte[12]), Asn1.integer(16));
    assertRefused(
        MessageFinding.MISPLACED_AEAD, small().enveloped(Asn1.algorithm(Oids.AES256_GCM, gcm)));
  }
}
