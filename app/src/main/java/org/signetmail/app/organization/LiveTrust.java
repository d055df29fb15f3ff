package org.signetmail.app.organization;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.signetmail.ca.CrlStore;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;

/**
 * What this organisation trusts, at the moment: its own root and issuing authority, with their
 * current revocation lists. The same object is given until a list changes, so that what was decided
 * under it may be remembered. Thread-safe.
 */
final class LiveTrust {
  private record Moment(List<BigInteger> numbers, PathValidator.Context context) {}

  private final Certificate root;
  private final Certificate issuing;
  private final CrlStore crls;
  private final Map<RevocationChecking, Moment> moments = new ConcurrentHashMap<>();

  LiveTrust(Certificate root, Certificate issuing, CrlStore crls) {
    this.root = root;
    this.issuing = issuing;
    this.crls = crls;
  }

  Supplier<PathValidator.Context> under(RevocationChecking revocation) {
    return () -> now(revocation);
  }

  PathValidator.Context now(RevocationChecking revocation) {
    List<CrlStore.Crl> current = new ArrayList<>();
    for (Certificate issuer : List.of(root, issuing)) {
      crls.current(issuer.keyId()).ifPresent(current::add);
    }
    List<BigInteger> numbers = current.stream().map(CrlStore.Crl::number).toList();
    return moments
        .compute(
            revocation,
            (how, before) ->
                before != null && before.numbers().equals(numbers)
                    ? before
                    : new Moment(numbers, context(how, current)))
        .context();
  }

  private PathValidator.Context context(RevocationChecking revocation, List<CrlStore.Crl> lists) {
    return new PathValidator.Context(
        List.of(root),
        List.of(issuing),
        RevocationEvidence.of(lists.stream().map(LiveTrust::read).toList(), List.of()),
        revocation,
        PathValidator.PolicyInputs.ANY);
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
