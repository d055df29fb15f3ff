package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.PolicyInputs;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.testkit.Fixtures;

/**
 * OpenSSL's OCSP responses, right and wrong in one thing each, at a time when each counted:
 * OpenSSL's own test does not look at their times.
 */
class OcspFixturesTest {
  private static final Map<String, String> COUNTED =
      Map.of(
          "D1", "2012-10-30T07:30:00Z",
          "D2", "2012-12-19T00:00:00Z",
          "D3", "2012-10-25T10:10:00Z",
          "ND1", "2012-10-15T08:10:00Z",
          "ND2", "2012-10-14T22:30:00Z",
          "ND3", "2012-10-15T11:00:00Z");

  record Case(String at, String response, String certificate, String issuer, boolean counts) {}

  static Stream<Case> cases() {
    return Stream.of("D1", "D2", "D3", "ND1", "ND2", "ND3").flatMap(OcspFixturesTest::of);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aResponseCountsWhenNothingInItIsWrong(Case one) throws Exception {
    Path folder = Fixtures.data("ocsp");
    byte[] response =
        Base64.getMimeDecoder().decode(Files.readAllBytes(folder.resolve(one.response())));
    Context context =
        new Context(
            read(folder, one.issuer()),
            List.of(),
            RevocationEvidence.of(List.of(), List.of(OcspResponse.of(response))),
            RevocationChecking.REQUIRED,
            PolicyInputs.ANY);
    Outcome outcome =
        PathValidator.validate(
            read(folder, one.certificate()).getFirst(),
            Purpose.ANY,
            Instant.parse(one.at()),
            context,
            AlgorithmRules.HISTORIC);
    assertEquals(one.counts(), outcome instanceof Outcome.Valid, outcome::toString);
  }

  private static Stream<Case> of(String name) {
    boolean below = name.endsWith("1");
    String issuerKind = below ? "_Issuer_ICA.pem" : "_Issuer_Root.pem";
    String certificate = name + (name.endsWith("2") ? "_Cert_ICA.pem" : "_Cert_EE.pem");
    String issuer = name + issuerKind;
    String at = String.valueOf(COUNTED.get(name));
    Stream<Case> both =
        Stream.of(
            new Case(at, name + ".ors", certificate, issuer, true),
            new Case(at, "ISOP_" + name + ".ors", certificate, issuer, false), // signature
            new Case(at, "WRID_" + name + ".ors", certificate, issuer, false), // responder
            new Case(at, "WINH_" + name + ".ors", certificate, issuer, false), // issuer name hash
            new Case(at, "WIKH_" + name + ".ors", certificate, issuer, false), // issuer key hash
            new Case(
                at, name + ".ors", certificate, "WSNIC_" + issuer, false), // name of the issuer
            new Case(at, name + ".ors", certificate, "WKIC_" + issuer, false), // key of the issuer
            // The issuer is trusted as it is given: its own signature does not matter.
            new Case(at, name + ".ors", certificate, "ISIC_" + issuer, true));
    Stream<Case> delegated =
        Stream.of(
            new Case(
                at, "WKDOSC_" + name + ".ors", certificate, issuer, false), // key of the responder
            new Case(at, "ISDOSC_" + name + ".ors", certificate, issuer, false)); // its certificate
    return name.startsWith("D") ? Stream.concat(both, delegated) : both;
  }

  private static List<Certificate> read(Path folder, String name) throws Exception {
    return Certificates.read(Files.readAllBytes(folder.resolve(name)), name);
  }
}
