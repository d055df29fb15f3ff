package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.PolicyInputs;
import org.signetmail.pkix.PathValidator.Purpose;

/** RFC 9618: policies and mappings that make a tree grow without end make no graph so. */
class PolicyGraphTest {
  private static final String ARC = "1.3.6.1.4.1.99999.";

  /** A tree of RFC 5280 would have 5 to the power of 12 leaves, some 244 million. */
  @ParameterizedTest
  @CsvSource({"0, true", "4, true", "5, false"})
  @Timeout(20)
  void policiesThatAreAllMappedToOneAnotherTwelveTimesCostNothing(int asked, boolean met) {
    List<SigningIdentity> authorities = chain(12, 5);
    Certificate alice = under(authorities.getLast(), 5).make();
    assertEquals(met ? "" : "path.policy", Paths.codes(validate(alice, authorities, asked)));
  }

  @Test
  @Timeout(20)
  void morePoliciesThanAnybodyHasEndInTheBudget() {
    List<SigningIdentity> authorities = chain(2, 120); // 14,400 mappings each
    Certificate alice = under(authorities.getLast(), 120).make();
    Outcome outcome = validate(alice, authorities, 0);
    assertInstanceOf(Outcome.Undetermined.class, outcome);
    assertEquals("path.budget", Paths.codes(outcome));
  }

  private static List<SigningIdentity> chain(int length, int policies) {
    List<SigningIdentity> authorities = new ArrayList<>();
    authorities.add(Odd.of("CN=Root").authority().identity());
    for (int i = 0; i < length; i++) {
      authorities.add(
          under(authorities.getLast(), policies)
              .named("CN=Authority " + i)
              .authority()
              .extension("2.5.29.33", false, allToAll(policies))
              .identity());
    }
    return authorities;
  }

  private static Odd under(SigningIdentity issuer, int policies) {
    PolicyInformation[] all = new PolicyInformation[policies];
    for (int i = 0; i < policies; i++) {
      all[i] = new PolicyInformation(new ASN1ObjectIdentifier(ARC + i));
    }
    return Odd.of("CN=Alice")
        .issuedBy(issuer)
        .extension("2.5.29.32", false, new CertificatePolicies(all));
  }

  private static DERSequence allToAll(int policies) {
    ASN1EncodableVector mappings = new ASN1EncodableVector();
    for (int i = 0; i < policies; i++) {
      for (int j = 0; j < policies; j++) {
        ASN1EncodableVector mapping = new ASN1EncodableVector();
        mapping.add(new ASN1ObjectIdentifier(ARC + i));
        mapping.add(new ASN1ObjectIdentifier(ARC + j));
        mappings.add(new DERSequence(mapping));
      }
    }
    return new DERSequence(mappings);
  }

  private static Outcome validate(Certificate alice, List<SigningIdentity> authorities, int asked) {
    Context context =
        new Context(
            List.of(authorities.getFirst().certificate()),
            authorities.stream().skip(1).map(SigningIdentity::certificate).toList(),
            RevocationEvidence.NONE,
            RevocationChecking.OFF,
            new PolicyInputs(Set.of(ARC + asked), true, false, false));
    return PathValidator.validate(alice, Purpose.ANY, Pki.NOW, context);
  }
}
