package org.signetmail.app.organization;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.KeyVault;
import org.signetmail.ca.Authorities;
import org.signetmail.ca.AuthorityCeremony;
import org.signetmail.ca.Generations;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;

/**
 * The next generation of the issuing authority: a new key, certified by the root's key, which is
 * brought for this and taken away again. The former generation stays: it issues no more, and goes
 * on to answer for what it issued.
 *
 * <p>Which generation is the current one is decided by one file, {@code keys/issuing.key}, that is
 * replaced in one step after everything else is in place. Cut off before, nothing has happened but
 * a certificate that nobody uses; cut off after, the rollover is done.
 */
public final class Rollover {
  private final Organization organization;

  public Rollover(Organization organization) {
    this.organization = organization;
  }

  /** The generations of a home: the current one, and those whose keys are still here. */
  static Generations generations(Home home, KeyVault vault) throws IOException {
    SigningKey key = vault.key(KeyName.ISSUING);
    List<Certificate> certificates = home.issuingCertificates();
    Certificate current =
        certificates.stream()
            .filter(one -> one.keyId().equals(key.id()))
            .findFirst()
            .orElseThrow(() ->
                new Failure(
                    ExitCode.USAGE,
                    home.certificateFile("issuing")
                        + ": is not of the key in keys/issuing.key; bring both back from one"
                        + " backup"));
    List<SigningIdentity> former = new ArrayList<>();
    for (Certificate one : certificates) {
      String name = Publication.name(one.keyId());
      if (!one.equals(current) && vault.hasFormerIssuing(name)) {
        former.add(new SigningIdentity(vault.formerIssuing(name), List.of(one)));
      }
    }
    former.sort(
        Comparator.comparing((SigningIdentity one) -> one.certificate().notBefore()).reversed());
    return new Generations(new SigningIdentity(key, List.of(current)), former);
  }

  /**
   * Makes the next generation.
   *
   * @param root the root's key, as it was brought
   * @param algorithm of the new key
   * @return the new authority's certificate
   */
  public Certificate perform(SigningKey root, KeyAlgorithm algorithm) throws IOException {
    SigningIdentity rootIdentity = identity(root);
    SigningIdentity next =
        AuthorityCeremony.issuing(
            new AuthorityCeremony.Plan(
                organization.configuration().organization(),
                KeyAlgorithm.of(root.publicKey()).orElse(KeyAlgorithm.P_384),
                algorithm,
                new Publication(URI.create(organization.configuration().publicUrl()))),
            rootIdentity,
            organization.random(),
            organization.now());
    Home home = organization.home();
    KeyVault vault = organization.vault();
    SigningIdentity present = organization.authority().generations().current();
    String former = Publication.name(present.key().id());
    vault.putFormerIssuing(former, present.key());
    home.putCertificate("issuing-" + former, present.certificate());
    home.putCertificate("issuing-" + Publication.name(next.key().id()), next.certificate());
    new Authorities(rootIdentity, next)
        .recordIssuing(
            organization.store().certificates(), organization.random(), organization.now());
    vault.put(KeyName.ISSUING, next.key());
    home.putCertificate("issuing", next.certificate());
    publishRootList(root);
    return next.certificate();
  }

  /** Publishes the root's revocation list for another year. */
  public void publishRootList(SigningKey root) {
    AuthorityCeremony.publishRootCrl(
        identity(root),
        organization.store().certificates(),
        organization.store().crls(),
        organization.now());
  }

  private SigningIdentity identity(SigningKey root) {
    if (!root.id().equals(organization.root().keyId())) {
      throw Failure.usage(
          "root key: is not the key of "
              + organization.root().displayName()
              + "; bring the file that 'signet init' made");
    }
    return new SigningIdentity(root, List.of(organization.root()));
  }
}
