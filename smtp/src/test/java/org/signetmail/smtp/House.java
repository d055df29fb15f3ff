package org.signetmail.smtp;

import java.io.IOException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.signetmail.directory.CertificateDirectory;
import org.signetmail.directory.CertificateSource;
import org.signetmail.directory.HarvestedSource;
import org.signetmail.directory.LookupLimits;
import org.signetmail.gateway.Affiliations;
import org.signetmail.gateway.DecisionRecord;
import org.signetmail.gateway.DeliveryJournal;
import org.signetmail.gateway.FormPasswords;
import org.signetmail.gateway.Gateway;
import org.signetmail.gateway.GatewayEvents;
import org.signetmail.gateway.GatewayPorts;
import org.signetmail.gateway.GatewaySettings;
import org.signetmail.gateway.Harvester;
import org.signetmail.gateway.Judge;
import org.signetmail.gateway.KeyRing;
import org.signetmail.gateway.MailSightings;
import org.signetmail.gateway.NextHop;
import org.signetmail.gateway.Readers;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned;
import org.signetmail.policy.Facts;
import org.signetmail.policy.JurisdictionTable;
import org.signetmail.policy.Policy;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.Reading;
import org.signetmail.smime.SharedReading;
import org.signetmail.smime.Spool;

/** A small organisation: a root, a seal for Alice, encryption keys for whom it is told. */
final class House {
  static final Mailbox ALICE = Mailbox.of("alice@example.test");
  static final Mailbox BOB = Mailbox.of("bob@example.test");
  static final Mailbox CAROL = Mailbox.of("carol@example.test");
  static final Mailbox DAVE = Mailbox.of("dave@example.test");

  final SecureRandom random = new SecureRandom();
  final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  final SigningIdentity root;
  final SigningIdentity seal;
  final Map<Mailbox, DecryptionIdentity> readers = new ConcurrentHashMap<>();

  /** Who signs besides Alice. */
  final Map<Mailbox, SigningIdentity> signers = new ConcurrentHashMap<>();

  /** Whose gateway reads for whom. */
  final Map<Mailbox, Mailbox> gateways = new ConcurrentHashMap<>();

  /** Within which the policy is. */
  Optional<JurisdictionTable> table = Optional.empty();

  DecisionRecord record = DecisionRecord.NONE;

  /** What is known of programs, and who takes in what comes with signed mail. */
  Readers known = Readers.UNKNOWN;

  Harvester harvester = Harvester.NONE;

  /** What mail from outside is opened with. */
  KeyRing ring = KeyRing.EMPTY;

  /** Under which mail goes to those who have no certificate. */
  Optional<FormPasswords> passwords = Optional.empty();

  final HeldHarvest harvested = new HeldHarvest();

  /** Whose roots count here too. */
  final List<House> partners = new ArrayList<>();

  final HeldJournal journal = new HeldJournal();
  volatile boolean directoryDown;

  House(Mailbox... readers) {
    SigningKey rootKey = KeyPairs.signing(KeyAlgorithm.P_256, random);
    Certificate rootCertificate =
        CertificateSigner.selfSign(
            toBeSigned(Kind.ROOT, "Root", rootKey.publicKey(), List.of(), begin()), rootKey);
    root = new SigningIdentity(rootKey, List.of(rootCertificate));
    SigningKey sealKey = KeyPairs.signing(KeyAlgorithm.P_256, random);
    seal =
        new SigningIdentity(
            sealKey,
            List.of(issue(Kind.SEAL, "Example Corp", sealKey.publicKey(), ALICE, begin())));
    for (Mailbox reader : readers) {
      enrol(reader);
    }
  }

  /** Gives somebody a key to read with, and its certificate into the directory. */
  void enrol(Mailbox reader) {
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, random);
    Certificate certificate =
        issue(Kind.PERSON_ENCRYPTION, reader.localPart(), key.publicKey(), reader, begin());
    readers.put(reader, new DecryptionIdentity(key, certificate));
  }

  /** What the next hop took, in memory. */
  static final class HeldJournal implements DeliveryJournal {
    final Map<String, Set<Mailbox>> entries = new ConcurrentHashMap<>();

    @Override
    public Set<Mailbox> accepted(String identity) {
      return Set.copyOf(entries.getOrDefault(identity, Set.of()));
    }

    @Override
    public void accept(String identity, Set<Mailbox> recipients, Instant at) {
      entries.computeIfAbsent(identity, i -> ConcurrentHashMap.newKeySet()).addAll(recipients);
    }

    @Override
    public void forget(Instant before) {
      entries.clear();
    }
  }

  Gateway gateway(Facts.Direction direction, NextHop next, String policy) throws IOException {
    return new Gateway(settings(direction), ports(next, policy));
  }

  static GatewaySettings settings(Facts.Direction direction) {
    return new GatewaySettings(direction, "signet.example.test", new byte[32]);
  }

  GatewayPorts ports(NextHop next, String policy) throws IOException {
    Policy alone = Gateway.policy(policy, "policy.yaml");
    Policy read = table.map(alone::within).orElse(alone);
    return new GatewayPorts(
        () -> read,
        author -> Optional.ofNullable(author.equals(ALICE) ? seal : signers.get(author)),
        directory(),
        next,
        journal,
        Spool.standard(),
        random,
        Clock.systemUTC(),
        new GatewayPorts.Extras(
            GatewayEvents.NONE,
            new Partnership(),
            known,
            Primitives.standard(),
            record,
            judge(),
            harvester,
            ring,
            passwords,
            MailSightings.NONE));
  }

  /** A signing certificate of its own for somebody, and its key. */
  SigningIdentity signer(Mailbox mailbox) {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, random);
    return new SigningIdentity(
        key,
        List.of(
            issue(Kind.PERSON_SIGNING, mailbox.localPart(), key.publicKey(), mailbox, begin())));
  }

  /** An encryption certificate over a key that nobody keeps. */
  Certificate encryption(Mailbox mailbox, Instant begin) {
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, random);
    return issue(Kind.PERSON_ENCRYPTION, mailbox.localPart(), key.publicKey(), mailbox, begin);
  }

  private Instant begin() {
    return now.minusSeconds(60);
  }

  private Judge judge() {
    MessageReader reader =
        new MessageReader(List.of(), trust(), Spool.standard(), MessageReader.Options.standard());
    return new Judge() {
      @Override
      public Optional<Reading> judge(Octets message, Instant at) throws IOException {
        return Optional.of(reader.read(message, at));
      }

      @Override
      public Optional<SharedReading> opening(Octets message, Instant at) {
        return Optional.of(reader.shared(message, at));
      }
    };
  }

  private final class Partnership implements Affiliations {
    @Override
    public Optional<Certificate> gateway(Mailbox mailbox) {
      return Optional.ofNullable(gateways.get(mailbox))
          .map(gateway -> Objects.requireNonNull(readers.get(gateway)).certificate());
    }
  }

  /** As Bob, or whoever, reads a message. */
  Reading read(Octets message, Mailbox reader) throws IOException {
    return new MessageReader(
            List.of(readers.get(reader)),
            trust(),
            Spool.standard(),
            MessageReader.Options.standard())
        .read(message, Instant.now());
  }

  private CertificateDirectory directory() {
    CertificateSource source =
        new CertificateSource() {
          @Override
          public String name() {
            return "own store";
          }

          @Override
          public List<Certificate> find(Mailbox mailbox) throws IOException {
            if (directoryDown) {
              throw new IOException("own store: is down");
            }
            return Optional.ofNullable(readers.get(mailbox))
                .map(DecryptionIdentity::certificate)
                .stream()
                .toList();
          }
        };
    LookupLimits limits =
        new LookupLimits(Duration.ofSeconds(3), Duration.ofMillis(1), Duration.ofMillis(1), 100);
    PathValidator.Context trust = trust();
    return new CertificateDirectory(
        List.of(source, new HarvestedSource(harvested)), () -> trust, limits, Clock.systemUTC());
  }

  PathValidator.Context trust() {
    List<Certificate> anchors = new ArrayList<>(List.of(root.certificate()));
    partners.forEach(partner -> anchors.add(partner.root.certificate()));
    return new PathValidator.Context(
        anchors,
        List.of(),
        RevocationEvidence.NONE,
        RevocationChecking.IF_AVAILABLE,
        PathValidator.PolicyInputs.ANY);
  }

  private Certificate issue(Kind kind, String name, PublicKey key, Mailbox mailbox, Instant begin) {
    return switch (new CertificateSigner(root)
        .sign(toBeSigned(kind, name, key, List.of(mailbox), begin))) {
      case CertificateSigner.Outcome.Signed signed -> signed.certificate();
      case CertificateSigner.Outcome.Refused refused ->
          throw new AssertionError(refused.findings().toString());
    };
  }

  private ToBeSigned toBeSigned(
      Kind kind, String name, PublicKey key, List<Mailbox> mailboxes, Instant begin) {
    return new ToBeSigned(
        CertificateProfile.standard(kind),
        ToBeSigned.randomSerial(random),
        new ToBeSigned.SubjectName(name, Optional.of("Example Corp")),
        key,
        begin,
        now.plus(Duration.ofDays(300)),
        mailboxes,
        List.of(),
        Optional.of("http://pki.example.test/root.crl"),
        Optional.of("http://pki.example.test/root.cer"),
        Optional.of("http://pki.example.test/ocsp"));
  }
}
