package org.signetmail.app.organization;

import java.io.IOException;
import org.signetmail.app.home.KeyName;
import org.signetmail.gateway.Affiliations;
import org.signetmail.gateway.FactSources;
import org.signetmail.gateway.FormPasswords;
import org.signetmail.gateway.Harvester;
import org.signetmail.gateway.KnownReaders;
import org.signetmail.gateway.MailHarvest;
import org.signetmail.gateway.Readers;
import org.signetmail.gateway.SealedKeyRing;
import org.signetmail.gateway.SubmissionPasswords;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.policy.Facts;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.Spool;

/** What the gateway and commands about mail ask of one organisation. Thread-safe. */
public final class MailServices extends Wiring {
  MailServices(Organization organization) {
    super(organization);
  }

  /** Where mailboxes belong: groups of our people, partners' domains. */
  Affiliations affiliations() {
    return new LiveAffiliations(
        store.people(),
        store.partners(),
        organization.trustForMail(RevocationChecking.IF_AVAILABLE),
        clock);
  }

  /** Takes in what correspondents send along with signed mail; never for our own domains. */
  Harvester harvester() {
    return new MailHarvest(
        store.harvested(),
        organization.trustForMail(RevocationChecking.IF_AVAILABLE),
        mailbox -> configuration.domains().contains(mailbox.domain()));
  }

  /** What recipients' programs are known to open. */
  Readers readers() {
    KnownReaders known =
        new KnownReaders(store.harvested(), () -> store.partners().partners(), keyRing()::opens);
    return new Momentary<>(known::of)::of;
  }

  /** The keys that mail from outside is opened with; apart from the archive, which stays shut. */
  public SealedKeyRing keyRing() {
    return new SealedKeyRing(store.keyRing(), vault.derive("key ring"), random);
  }

  /** What a policy would be told of people and domains. Nothing is issued for the asking. */
  public FactSources factSources() {
    return new FactSources(
        author -> organization.isActive(author) ? Facts.Signer.SEAL : Facts.Signer.NONE,
        organization.directory()::find,
        affiliations(),
        new MailJudge(organization, Spool.standard(), Primitives.standard()));
  }

  /** Passwords with which people's mail programs hand mail in; of use to who is active only. */
  public SubmissionPasswords submissionPasswords() {
    return new SubmissionPasswords(store.passwords(), organization::isActive, random, clock);
  }

  /** Passwords of those who have no certificate, under which mail goes to them. */
  public FormPasswords formPasswords() {
    return new FormPasswords(store.formPasswords(), vault.derive("form passwords"), random, clock);
  }

  /** The organisation's seal for mail of its people. */
  public Seals seals() throws IOException {
    return new Seals(
        vault.key(KeyName.SEAL),
        organization.authority(),
        store.certificates(),
        store.people(),
        clock);
  }
}
