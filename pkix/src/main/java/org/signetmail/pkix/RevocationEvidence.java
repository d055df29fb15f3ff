package org.signetmail.pkix;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * What is at hand to tell which certificates were revoked: CRLs and OCSP responses, read once, and
 * found by who issued them and whom they speak of, so that much of it costs no more than little.
 * Nothing in it is trusted for being there. Immutable and safe for use by many threads.
 */
public final class RevocationEvidence {
  public static final RevocationEvidence NONE = of(List.of(), List.of());

  private final List<CertificateList> lists;
  private final List<OcspResponse> responses;
  private final Map<X500Principal, List<CertificateList>> byIssuer = new HashMap<>();
  private final Map<BigInteger, List<OcspResponse>> bySerial = new HashMap<>();

  private RevocationEvidence(Set<CertificateList> lists, Set<OcspResponse> responses) {
    this.lists =
        lists.stream()
            .sorted(Comparator.comparing(CertificateList::thisUpdate).reversed())
            .toList();
    this.responses = List.copyOf(responses);
    for (CertificateList list : this.lists) {
      byIssuer.computeIfAbsent(list.issuer(), issuer -> new ArrayList<>()).add(list);
    }
    for (OcspResponse response : this.responses) {
      for (BigInteger serial : response.serials()) {
        bySerial.computeIfAbsent(serial, number -> new ArrayList<>()).add(response);
      }
    }
  }

  /** CRLs of any kind (complete, delta, indirect, partitioned) and OCSP responses, in any order. */
  public static RevocationEvidence of(
      Collection<CertificateList> lists, Collection<OcspResponse> responses) {
    return new RevocationEvidence(new LinkedHashSet<>(lists), new LinkedHashSet<>(responses));
  }

  /** This and more. */
  public RevocationEvidence and(RevocationEvidence more) {
    if (more.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return more;
    }
    Set<CertificateList> allLists = new LinkedHashSet<>(lists);
    allLists.addAll(more.lists);
    Set<OcspResponse> allResponses = new LinkedHashSet<>(responses);
    allResponses.addAll(more.responses);
    return new RevocationEvidence(allLists, allResponses);
  }

  public boolean isEmpty() {
    return lists.isEmpty() && responses.isEmpty();
  }

  /** All CRLs, the newest first. */
  public List<CertificateList> lists() {
    return lists;
  }

  public List<OcspResponse> responses() {
    return responses;
  }

  /** The CRLs that bear this name, the newest first. */
  public List<CertificateList> listsOf(X500Principal issuer) {
    return List.copyOf(byIssuer.getOrDefault(issuer, List.of()));
  }

  /** The OCSP responses that speak of a certificate with this serial number, of any issuer. */
  public List<OcspResponse> responsesAbout(BigInteger serial) {
    return List.copyOf(bySerial.getOrDefault(serial, List.of()));
  }
}
