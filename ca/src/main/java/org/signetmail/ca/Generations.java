package org.signetmail.ca;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.SigningIdentity;

/**
 * The issuing authorities of one organisation, each with its own key: the one that issues now, and
 * those before it, which issue no more but answer for the status of what they issued for as long as
 * their certificates last.
 *
 * @param former newest first
 */
public record Generations(SigningIdentity current, List<SigningIdentity> former) {

  public Generations {
    former = List.copyOf(former);
  }

  /** The first generation. */
  public static Generations of(SigningIdentity current) {
    return new Generations(current, List.of());
  }

  /** The same, whose current one shows these certificates with what it signs. */
  public Generations withPath(List<Certificate> path) {
    return new Generations(new SigningIdentity(current.key(), path), former);
  }

  /** The current one, then those before it. */
  public List<SigningIdentity> all() {
    List<SigningIdentity> all = new ArrayList<>(List.of(current));
    all.addAll(former);
    return all;
  }

  /** The generation with this key. */
  public Optional<SigningIdentity> of(KeyId issuer) {
    return all().stream().filter(one -> one.key().id().equals(issuer)).findFirst();
  }

  /** Their certificates, the current one first. */
  public List<Certificate> certificates() {
    return all().stream().map(SigningIdentity::certificate).toList();
  }
}
