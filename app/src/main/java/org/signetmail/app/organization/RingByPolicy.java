package org.signetmail.app.organization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.signetmail.app.Failure;
import org.signetmail.app.home.GatewayMode;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.KeyVault;
import org.signetmail.archive.KeyTransport;
import org.signetmail.ca.Issuance;
import org.signetmail.ca.ServiceKind;
import org.signetmail.ca.ServiceNames;
import org.signetmail.enrolment.GatewayRing;
import org.signetmail.enrolment.Person;
import org.signetmail.gateway.KeyRingStore;
import org.signetmail.gateway.RingHolder;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * Whose keys come into the gateway's ring by themselves: those of the groups that {@code
 * gateway-mode} names. They come sealed to a transport key that is the ring's own. Thread-safe.
 */
public final class RingByPolicy implements GatewayRing {
  /** The public file of the ring's transport certificate. */
  private static final String CERTIFICATE = "ring";

  private final Organization organization;

  public RingByPolicy(Organization organization) {
    this.organization = organization;
  }

  @Override
  public Admission admission(Person person) {
    GatewayMode mode = organization.configuration().mail().gatewayMode();
    if (Collections.disjoint(mode.groups(), person.groups())) {
      return Admission.CLOSED;
    }
    return switch (mode.consent()) {
      case PERSON -> Admission.WITH_CONSENT;
      case ORGANIZATION -> Admission.REQUIRED;
    };
  }

  /**
   * To what a key is sealed that is made here for somebody.
   *
   * @param consent whether the person said that the gateway may read their mail
   * @throws Failure when the person did, and the organisation does not want it
   */
  public Optional<Certificate> sealedTo(Person person, Consent consent) {
    return switch (admission(person)) {
      case REQUIRED -> Optional.of(transport().certificate());
      case WITH_CONSENT ->
          consent == Consent.GIVEN ? Optional.of(transport().certificate()) : Optional.empty();
      case CLOSED -> {
        if (consent == Consent.GIVEN) {
          throw Failure.usage(
              person.mailbox()
                  + ": is in no group that the gateway reads for; see 'gateway-mode' in "
                  + organization.home().configuration());
        }
        yield Optional.empty();
      }
    };
  }

  /** What the person said. */
  public enum Consent {
    GIVEN,
    NOT_GIVEN
  }

  @Override
  public synchronized KeyTransport transport() {
    try {
      KeyVault vault = organization.vault();
      if (!vault.has(KeyName.RING_TRANSPORT)) {
        make(vault);
      }
      return new KeyTransport(
          vault.decryptions(KeyName.RING_TRANSPORT), organization.archiving().known());
    } catch (IOException e) {
      throw new UncheckedIOException("ring: its transport key cannot be read", e);
    }
  }

  private void make(KeyVault vault) throws IOException {
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, organization.random());
    String name = organization.configuration().organization();
    Issuance issuance =
        organization
            .authority()
            .issueService(
                ServiceKind.ARCHIVE,
                key.publicKey(),
                ServiceNames.of(new SubjectName(name + " Ring transport", Optional.of(name))));
    Certificate certificate =
        switch (issuance) {
          case Issuance.Issued issued -> issued.certificate();
          case Issuance.Refused refused ->
              throw new IOException(refused.findings().getFirst().line());
        };
    vault.put(KeyName.RING_TRANSPORT, new DecryptionIdentity(key, certificate));
    Home home = organization.home();
    home.putCertificate(CERTIFICATE, certificate);
  }

  @Override
  public void add(Mailbox owner, EncryptionKey key, Certificate certificate) {
    new RingCeremony(organization).person(owner, new DecryptionIdentity(key, certificate));
  }

  @Override
  public boolean has(Mailbox owner, KeyId key) {
    return entries(owner).anyMatch(entry -> entry.key().equals(key));
  }

  @Override
  public void again(Mailbox owner, Certificate certificate) {
    entries(owner)
        .filter(entry -> entry.key().equals(certificate.keyId()))
        .findFirst()
        .ifPresent(entry -> new RingCeremony(organization).again(entry, certificate));
  }

  private Stream<KeyRingStore.Entry> entries(Mailbox owner) {
    return organization.store().keyRing().of(new RingHolder.Person(owner)).stream();
  }

  @Override
  public int remove(Mailbox owner) {
    return new RingCeremony(organization).remove(new RingHolder.Person(owner));
  }

  /**
   * Former keys that came back to their owner follow into the ring, where the gateway reads for
   * them: old mail can be opened then. They come from the owner's hand; the archive gives none.
   *
   * @return how many came in: those that are there already, sign as well, or have no certificate
   *     for mail do not
   */
  public int history(Mailbox owner, List<DecryptionIdentity> back, Consent consent) {
    Optional<Person> person = organization.store().people().find(owner);
    if (person.isEmpty() || sealedTo(person.get(), consent).isEmpty()) {
      return 0;
    }
    int added = 0;
    for (DecryptionIdentity one : back) {
      boolean isThere =
          entries(owner).anyMatch(entry -> entry.certificate().equals(one.certificate()));
      boolean isFor =
          one.key() instanceof EncryptionKey
              && one.certificate().isForMail()
              && one.certificate().mailboxes().contains(owner);
      if (!isThere && isFor) {
        new RingCeremony(organization).person(owner, one);
        added++;
      }
    }
    return added;
  }
}
