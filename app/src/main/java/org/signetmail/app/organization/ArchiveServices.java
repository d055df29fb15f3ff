package org.signetmail.app.organization;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.signetmail.app.home.KeyName;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.KeyImport;
import org.signetmail.archive.KeyTransport;
import org.signetmail.archive.KnownCertificates;
import org.signetmail.archive.Officers;
import org.signetmail.archive.Quorum;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.Resealing;
import org.signetmail.archive.Retention;
import org.signetmail.archive.SelfRecovery;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.pkix.RevocationChecking;

/**
 * The archive of one organisation: its officers, its keys, recovery, and what goes into it.
 * Thread-safe.
 */
public final class ArchiveServices extends Wiring {
  ArchiveServices(Organization organization) {
    super(organization);
  }

  public Officers officers() {
    return new Officers(store.officers(), founding(), configuration.archive().roles(), random);
  }

  public KeyArchive archive() throws IOException {
    return new KeyArchive(
        store.archive(),
        store.officers(),
        founding(),
        vault.signing(KeyName.ARCHIVE_RECEIPTS).key(),
        known(),
        random);
  }

  /** Takes keys of former times into the archive. */
  public KeyImport keyImport() throws IOException {
    return new KeyImport(archive(), store.archive(), store.formerCertificates(), known(), random);
  }

  /** Lets archived keys go whose time is over; empty where all are kept for ever. */
  public Optional<Retention> retention() {
    return configuration
        .archive()
        .keep()
        .map(keep -> new Retention(store.retention(), known(), keep));
  }

  public KeyTransport keyTransport() throws IOException {
    return new KeyTransport(List.of(vault.decryption(KeyName.ARCHIVE_TRANSPORT)), known());
  }

  public Recovery recovery() {
    return new Recovery(
        store.recoveries(),
        store.archive(),
        store.officers(),
        organization.notices(),
        configuration.archive().recovery(),
        configuration.archive().roles(),
        organization.trustUnder(RevocationChecking.REQUIRED),
        random);
  }

  /** Recovery by owners alone, where policy allows it. */
  public SelfRecovery selfRecovery() {
    return new SelfRecovery(
        store.recoveries(),
        store.archive(),
        store.officers(),
        store.codeCopies(),
        organization.notices(),
        configuration.archive().recovery(),
        organization.trustUnder(RevocationChecking.REQUIRED),
        random);
  }

  /** Seals the archive to other officers. */
  public Resealing resealing() throws IOException {
    return new Resealing(
        store.officers(),
        store.reseals(),
        founding(),
        vault.signing(KeyName.ARCHIVE_RECEIPTS).key(),
        random,
        clock);
  }

  /** The quorum that counts for what is archived now. */
  public Quorum quorum() {
    return officers().quorum();
  }

  /** The quorum of the first set of officers. */
  private Quorum founding() {
    return new Quorum(configuration.archive().quorum(), configuration.archive().officers());
  }

  /** Every certificate over a key: those that we issued or took in, then those of former times. */
  KnownCertificates known() {
    return key ->
        Stream.concat(
                store.certificates().ofKey(key).stream().map(CertificateRecord::certificate),
                store.formerCertificates().over(key).stream())
            .distinct()
            .toList();
  }
}
