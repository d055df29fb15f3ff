package org.signetmail.app.organization;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Home;
import org.signetmail.ca.Authorities;
import org.signetmail.ca.AuthorityCeremony;
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
 * <p>Which generation is the current one is decided by one file, {@code keys/issuing.key} or, with
 * a token, {@code certificates/issuing.pem}, that is replaced in one step after everything else is
 * in place. Cut off before, nothing has happened but a certificate that nobody uses; cut off after,
 * the rollover is done.
 */
public final class Rollover {
  private final Organization organization;

  public Rollover(Organization organization) {
    this.organization = organization;
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
    AuthorityKeys keys = organization.authorityKeys();
    SigningIdentity next =
        AuthorityCeremony.issuing(
            new AuthorityCeremony.Plan(
                organization.configuration().organization(),
                KeyAlgorithm.of(root.publicKey()).orElse(KeyAlgorithm.P_384),
                algorithm,
                new Publication(URI.create(organization.configuration().publicUrl()))),
            rootIdentity,
            keys.make(algorithm, organization.random()),
            organization.random(),
            organization.now());
    Home home = organization.home();
    SigningIdentity present = organization.authority().generations().current();
    String former = Publication.name(present.key().id());
    keys.keepFormer(present);
    home.putCertificate("issuing-" + former, present.certificate());
    home.putCertificate("issuing-" + Publication.name(next.key().id()), next.certificate());
    new Authorities(rootIdentity, next)
        .recordIssuing(
            organization.store().certificates(), organization.random(), organization.now());
    keys.keep(next);
    home.putCertificate("issuing", next.certificate());
    keys.forgetFileBeside(next);
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
