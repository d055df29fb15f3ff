package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.House.ALICE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.signetmail.directory.HarvestedCertificates.Harvested;
import org.signetmail.directory.Partner;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.Gateway;
import org.signetmail.gateway.Harvester.Outcome;
import org.signetmail.gateway.KnownReaders;
import org.signetmail.gateway.MailHarvest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.policy.Facts;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;

/** What signed mail from outside teaches, and what it cannot make us believe. */
class HarvestTest {
  private static final Mailbox PETER = Mailbox.of("peter@partner.test");
  private static final String PLAIN =
      """
      From: peter@partner.test
      To: alice@example.test
      Subject: plan
      Date: Mon, 23 Nov 2026 12:00:00 +0000
      Message-ID: <1@partner.test>

      at noon
      """
          .replace("\n", "\r\n");
  private static final String POLICY =
      """
      outbound: { default: { deliver: { sign: if-possible, encrypt: required } } }
      inbound: { default: { deliver: { sign: no, encrypt: no } } }
      """;

  private final House house = new House();
  private final House partner = new House(PETER);
  private final SigningIdentity peter = partner.signer(PETER);
  private final Certificate reads =
      Objects.requireNonNull(partner.readers.get(PETER)).certificate();
  private final Instant now = Instant.now();
  private final AtomicReference<byte[]> sent = new AtomicReference<>(new byte[0]);
  private Set<String> ours = Set.of("example.test");

  @BeforeEach
  void wire() {
    house.partners.add(partner);
    house.harvester =
        new MailHarvest(house.harvested, house::trust, mailbox -> ours.contains(mailbox.domain()));
  }

  @Test
  void anAnswerIsEncryptedToWhatCameWithSignedMail() throws IOException {
    assertEquals(550, outbound().code(), "nothing is known yet");
    assertEquals(250, inbound(signed(CryptoProfile.Name.AUTO, reads, now, PLAIN)).code());
    Harvested heard = house.harvested.of(PETER).getFirst();
    assertEquals(reads, heard.certificate());
    assertEquals(Set.of("aes256-CBC", "aes128-CBC"), heard.reads());
    assertEquals(250, outbound().code());
    try (Reading reading = partner.read(Octets.of(Objects.requireNonNull(sent.get())), PETER)) {
      Opening.Opened opened = (Opening.Opened) reading.opening().orElseThrow();
      assertEquals("aes256-CBC", opened.algorithm());
    }
  }

  @Test
  void theStrongestFormIsMadeOnlyOnEvidence() throws IOException {
    house.known = new KnownReaders(house.harvested, List::of, certificate -> false);
    inbound(signed(CryptoProfile.Name.AUTO, reads, now.minusSeconds(9), PLAIN));
    assertEquals("aes256-CBC", cipherOfAnAnswer());
    inbound(signed(CryptoProfile.Name.MODERN, reads, now.minusSeconds(5), PLAIN));
    assertEquals("aes256-GCM", cipherOfAnAnswer());
    inbound(signed(CryptoProfile.Name.AUTO, reads, now.minusSeconds(7), PLAIN));
    assertEquals("aes256-GCM", cipherOfAnAnswer(), "older mail says nothing new");
    inbound(signed(CryptoProfile.Name.AUTO, reads, now.plus(Duration.ofHours(1)), PLAIN));
    assertEquals("aes256-GCM", cipherOfAnAnswer(), "nor does mail of times to come");
    inbound(signed(CryptoProfile.Name.AUTO, reads, now.minusSeconds(3), PLAIN));
    assertEquals("aes256-CBC", cipherOfAnAnswer(), "newer mail does, weaker or not");
  }

  @Test
  void aPartnersWordIsEvidenceForItsPeopleAlone() {
    Partner known =
        new Partner(
            "Partner",
            List.of(partner.root.certificate()),
            Set.of("partner.test"),
            Optional.empty(),
            Set.of("aes256-GCM"));
    KnownReaders readers =
        new KnownReaders(house.harvested, () -> List.of(known), certificate -> false);
    assertEquals(Set.of("aes256-GCM"), readers.of(reads).words());
    Certificate other = partner.encryption(Mailbox.of("x@elsewhere.test"), now);
    assertEquals(Set.of(), readers.of(other).words());
    KnownReaders opening = new KnownReaders(house.harvested, () -> List.of(known), reads::equals);
    assertTrue(opening.of(reads).reads("aes256-GCM"));
    assertTrue(opening.of(reads).reads("cek-hkdf-sha256"));
  }

  @Test
  void aSignatureThatFailsTeachesNothing() throws IOException {
    String changed = signed(CryptoProfile.Name.AUTO, reads, now, PLAIN).replace("noon", "four");
    assertEquals(250, inbound(changed).code());
    assertEquals(List.of(), house.harvested.of(PETER));
  }

  @Test
  void aCertificateNeedsItsOwnPathToTrust() throws IOException {
    Certificate stranger = new House().encryption(PETER, now.minusSeconds(9));
    inbound(signed(CryptoProfile.Name.AUTO, stranger, now, PLAIN));
    assertEquals(List.of(), house.harvested.of(PETER), "a signer's word does not make it trusted");
  }

  @Test
  void nobodySpeaksForAnothersMailbox() throws IOException {
    Mailbox paula = Mailbox.of("paula@partner.test");
    inbound(signed(CryptoProfile.Name.AUTO, partner.encryption(paula, now), now, PLAIN));
    assertEquals(List.of(), house.harvested.of(paula));
    assertEquals(List.of(), house.harvested.of(PETER));
  }

  @Test
  void ourOwnPeopleAreNotHarvested() throws IOException {
    ours = Set.of("example.test", "partner.test");
    inbound(signed(CryptoProfile.Name.AUTO, reads, now, PLAIN));
    assertEquals(List.of(), house.harvested.of(PETER));
  }

  @Test
  void onlyASuccessorTakesThePlaceOfAValidCertificate() throws IOException {
    House second = new House();
    house.partners.add(second);
    Certificate first = partner.encryption(PETER, now.minus(Duration.ofDays(9)));
    assertEquals(Outcome.TAKEN, take(first, now));
    assertEquals(Outcome.KNOWN, take(first, now));
    Certificate older = partner.encryption(PETER, now.minus(Duration.ofDays(10)));
    assertEquals(Outcome.HELD_BACK, take(older, now));
    Certificate foreign = second.encryption(PETER, now.minus(Duration.ofDays(1)));
    assertEquals(Outcome.HELD_BACK, take(foreign, now), "another trusted root is no successor");
    assertEquals(1, house.harvested.of(PETER).size());
    Certificate newer = partner.encryption(PETER, now.minus(Duration.ofDays(2)));
    assertEquals(Outcome.TAKEN, take(newer, now));
    house.partners.remove(partner); // its root is trusted no more: nothing valid stands there
    house.partners.add(partnerThatSigns());
    assertEquals(Outcome.TAKEN, take(foreign, now));
  }

  /** The signer's root stays trusted, under another house. */
  private House partnerThatSigns() {
    return other;
  }

  private final House other = new House();

  private Outcome take(Certificate encryption, Instant signedAt) throws IOException {
    SigningIdentity signer = house.partners.contains(partner) ? peter : other.signer(PETER);
    String message = signed(signer, CryptoProfile.Name.AUTO, encryption, signedAt, PLAIN);
    MessageReader reader =
        new MessageReader(
            List.of(), house.trust(), Spool.standard(), MessageReader.Options.standard());
    try (Reading reading = reader.read(Octets.of(octets(message)), now)) {
      Verdict.Passed passed = (Verdict.Passed) reading.verdict();
      return house.harvester.take(passed.signer(), PETER, now);
    }
  }

  private String cipherOfAnAnswer() throws IOException {
    assertEquals(250, outbound().code());
    try (Reading reading = partner.read(Octets.of(Objects.requireNonNull(sent.get())), PETER)) {
      return ((Opening.Opened) reading.opening().orElseThrow()).algorithm();
    }
  }

  private Answer outbound() throws IOException {
    String message =
        PLAIN
            .replace("peter@partner.test", "X")
            .replace("alice@example.test", "peter@partner.test")
            .replace("X", "alice@example.test");
    return handle(Facts.Direction.OUTBOUND, message, ALICE, PETER);
  }

  private Answer inbound(String message) throws IOException {
    return handle(Facts.Direction.INBOUND, message, PETER, ALICE);
  }

  private Answer handle(Facts.Direction direction, String message, Mailbox from, Mailbox to)
      throws IOException {
    Gateway gateway =
        house.gateway(
            direction,
            (envelope, octets) -> {
              sent.set(octets.toByteArray());
              return Map.of(to, new Answer(250, "2.0.0", "taken"));
            },
            POLICY);
    Arrival arrival =
        new Arrival("1", InetAddress.getLoopbackAddress(), "peer", "ESMTP", Instant.now());
    Envelope envelope =
        new Envelope(Optional.of(from), List.of(new Envelope.Recipient(to, List.of())), List.of());
    house.journal.forget(now);
    return gateway.handle(arrival, envelope, Octets.of(octets(message)));
  }

  private String signed(
      CryptoProfile.Name profile, Certificate encryption, Instant at, String message)
      throws IOException {
    return signed(peter, profile, encryption, at, message);
  }

  private String signed(
      SigningIdentity signer,
      CryptoProfile.Name profile,
      Certificate encryption,
      Instant at,
      String message)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageSigner.Options standard = MessageSigner.Options.standard();
    new MessageSigner(
            signer,
            new MessageSigner.Options(
                standard.form(), standard.headerProtection(), CryptoProfile.of(profile)))
        .announcing(encryption)
        .sign(Octets.of(octets(message)), at, house.random, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
