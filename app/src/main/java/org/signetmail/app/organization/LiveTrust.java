package org.signetmail.app.organization;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.signetmail.ca.CrlStore;
import org.signetmail.directory.Partner;
import org.signetmail.directory.PartnerStore;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;

/**
 * What this organisation trusts, at the moment: its own root and the issuing authorities of all
 * generations, with their current revocation lists, and the roots of partners for mailboxes of the
 * partners' domains. The same object is given until a list changes, so that what was decided under
 * it may be remembered. Thread-safe.
 */
final class LiveTrust {
  private record Moment(
      List<BigInteger> numbers, List<Partner> partners, PathValidator.Context context) {}

  private final Certificate root;
  private final List<Certificate> issuing;
  private final CrlStore crls;
  private final PartnerStore partners;
  private final Outside outside;
  private final Map<RevocationChecking, Moment> moments = new ConcurrentHashMap<>();
  private final Momentary<RevocationChecking, PathValidator.Context> momentary =
      new Momentary<>(this::now);

  /**
   * An authority outside that certifies our own people, and nobody else.
   *
   * @param authorities roots, and those between them and people
   * @param domains ours
   */
  record Outside(List<Certificate> authorities, Set<String> domains) {
    Outside {
      authorities = List.copyOf(authorities);
      domains = Set.copyOf(domains);
    }
  }

  LiveTrust(
      Certificate root,
      List<Certificate> issuing,
      CrlStore crls,
      PartnerStore partners,
      Outside outside) {
    this.root = root;
    this.issuing = List.copyOf(issuing);
    this.crls = crls;
    this.partners = partners;
    this.outside = outside;
  }

  Supplier<PathValidator.Context> under(RevocationChecking revocation) {
    return () -> now(revocation);
  }

  /** For mail, of which there may be a flood: what changes is seen a tenth of a second later. */
  Supplier<PathValidator.Context> forMail(RevocationChecking revocation) {
    return () -> momentary.of(revocation);
  }

  PathValidator.Context now(RevocationChecking revocation) {
    List<BigInteger> numbers = new ArrayList<>();
    authorities().forEach(issuer -> number(issuer).ifPresent(numbers::add));
    List<Partner> partnersNow = partners.partners();
    return moments
        .compute(
            revocation,
            (how, before) ->
                before != null
                        && before.numbers().equals(numbers)
                        && before.partners().equals(partnersNow)
                    ? before
                    : new Moment(numbers, partnersNow, context(how, partnersNow)))
        .context();
  }

  /** Of the current list alone: lists may be large, and this is asked for each message. */
  private Optional<BigInteger> number(Certificate issuer) {
    return crls.heads(issuer.keyId()).stream()
        .filter(head -> head.key().equals(CrlStore.CrlKey.WHOLE))
        .map(CrlStore.CrlHead::number)
        .findFirst();
  }

  private List<Certificate> authorities() {
    List<Certificate> authorities = new ArrayList<>(List.of(root));
    authorities.addAll(issuing);
    return authorities;
  }

  private PathValidator.Context context(RevocationChecking revocation, List<Partner> others) {
    Map<Certificate, Set<String>> domains = new HashMap<>();
    for (Partner partner : others) {
      for (Certificate anchor : partner.roots()) {
        domains.computeIfAbsent(anchor, one -> new HashSet<>()).addAll(partner.domains());
      }
    }
    outside.authorities().stream()
        .filter(Certificate::isSelfIssued)
        .forEach(anchor ->
            domains.computeIfAbsent(anchor, one -> new HashSet<>()).addAll(outside.domains()));
    domains.remove(root); // ours vouches for everybody, whoever else trusts it
    List<Certificate> anchors = new ArrayList<>(List.of(root));
    anchors.addAll(domains.keySet());
    List<CertificateList> lists =
        authorities().stream()
            .flatMap(issuer -> crls.current(issuer.keyId()).stream())
            .map(LiveTrust::read)
            .toList();
    List<Certificate> between = new ArrayList<>(issuing);
    outside.authorities().stream().filter(one -> !one.isSelfIssued()).forEach(between::add);
    return new PathValidator.Context(
        anchors,
        between,
        RevocationEvidence.of(lists, List.of()),
        revocation,
        PathValidator.PolicyInputs.ANY,
        domains);
  }

  private static CertificateList read(CrlStore.Crl crl) {
    try {
      return CertificateList.of(crl.encoded());
    } catch (IOException e) {
      throw new IllegalStateException(
          "revocation list " + crl.number() + " in the store: " + e.getMessage(), e);
    }
  }
}
