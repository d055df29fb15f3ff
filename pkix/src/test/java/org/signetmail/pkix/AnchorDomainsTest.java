package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.PolicyInputs;
import org.signetmail.pkix.PathValidator.Purpose;

/** A root that is trusted for some domains vouches for their mailboxes and for no others. */
class AnchorDomainsTest {
  private static final Pki PKI = new Pki();
  private static final Certificate ALICE = PKI.issue(Kind.PERSON_SIGNING, KeyAlgorithm.P_256);

  @ParameterizedTest
  @CsvSource({
    "example.test, true",
    "other.test example.test, true",
    "other.test, false",
    "sub.example.test, false",
    ".example.test, false",
    ".test, true"
  })
  void aMailboxMustLieInOneOfTheDomains(String domains, boolean valid) {
    Outcome outcome = validate(Map.of(PKI.root, Set.of(domains.split(" "))));
    assertEquals(valid, outcome instanceof Outcome.Valid, outcome::toString);
    if (!valid) {
      assertTrue(
          outcome.findings().stream().anyMatch(f -> f.code() == PathFinding.NAME_CONSTRAINTS),
          outcome::toString);
    }
  }

  @Test
  void aRootWithoutDomainsVouchesForEverybody() {
    assertTrue(validate(Map.of()) instanceof Outcome.Valid);
    assertTrue(validate(Map.of(new Pki().root, Set.of("other.test"))) instanceof Outcome.Valid);
  }

  private static Outcome validate(Map<Certificate, Set<String>> domains) {
    return PathValidator.validate(
        ALICE,
        Purpose.EMAIL_SIGNING,
        Pki.NOW,
        new Context(
            List.of(PKI.root),
            List.of(PKI.issuing.certificate()),
            RevocationEvidence.NONE,
            RevocationChecking.OFF,
            PolicyInputs.ANY,
            domains));
  }
}
