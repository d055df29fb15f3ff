package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.signetmail.pkix.Paths.assertInvalid;
import static org.signetmail.pkix.Paths.codes;
import static org.signetmail.pkix.Paths.validate;

import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.pkix.PathValidator.Outcome;

/** Which names an authority may certify (RFC 5280 §4.2.1.10, RFC 9598 §6). */
class NameConstraintsTest {
  private static final SigningIdentity ROOT = Odd.of("CN=Root").authority().identity();

  @ParameterizedTest
  @CsvSource({
    "alice@example.test, true",
    "alice@sub.example.test, false",
    "alice@evil.example, false",
    "alice@example.test.evil.example, false",
    "bob@secret.example, false",
    "jürgen@example.test, true",
    "jürgen@evil.example, false"
  })
  void anAuthorityOfOneDomainCertifiesItsAddressesOnly(String address, boolean allowed) {
    NameConstraints constraints =
        new NameConstraints(
            new GeneralSubtree[] {subtree("example.test"), subtree("secret.example")},
            new GeneralSubtree[] {subtree("secret.example")});
    SigningIdentity partner =
        Odd.of("CN=Partner")
            .issuedBy(ROOT)
            .authority()
            .extension("2.5.29.30", true, constraints)
            .identity();
    Mailbox mailbox = Mailbox.of(address);
    GeneralName name =
        mailbox.isInternationalized()
            ? new GeneralName(
                GeneralName.otherName,
                new OtherName(
                    new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9"),
                    new DERUTF8String(address)))
            : new GeneralName(GeneralName.rfc822Name, address);
    Certificate alice =
        Odd.of("CN=Alice")
            .issuedBy(partner)
            .extension("2.5.29.17", false, new GeneralNames(name))
            .make();
    Outcome outcome = validate(alice, ROOT.path(), partner.path());
    assertEquals(allowed ? "" : "path.name-constraints", codes(outcome));
  }

  @ParameterizedTest
  @CsvSource({
    "2, mail.example.test, example.test, true",
    "2, mail.example.test, .example.test, true",
    "2, badexample.test, example.test, false",
    "6, https://a.example.test/x, .example.test, true",
    "6, https://example.test/x, .example.test, false",
    "6, https://192.0.2.1/, example.test, false",
    "6, urn:x, example.test, false"
  })
  void namesOfOtherFormsAreConstrainedToo(int tag, String value, String base, boolean allowed) {
    NameConstraints constraints =
        new NameConstraints(
            new GeneralSubtree[] {new GeneralSubtree(new GeneralName(tag, new DERIA5String(base)))},
            null);
    SigningIdentity partner =
        Odd.of("CN=Partner")
            .issuedBy(ROOT)
            .authority()
            .extension("2.5.29.30", true, constraints)
            .identity();
    Certificate host =
        Odd.of("CN=Host")
            .issuedBy(partner)
            .extension(
                "2.5.29.17", false, new GeneralNames(new GeneralName(tag, new DERIA5String(value))))
            .make();
    assertEquals(
        allowed ? "" : "path.name-constraints", codes(validate(host, ROOT.path(), partner.path())));
  }

  @ParameterizedTest
  @CsvSource({
    "c0000205, c0000200ffffff00, true", // 192.0.2.5 in 192.0.2.0/24
    "c0000205, c0000200fffffffe, false",
    "c0000305, c0000200ffffff00, false",
    "c0000205, 0000000000000000, true",
    "20010db8000000000000000000000001, c0000200ffffff00, false",
    "20010db8000000000000000000000001,"
        + " 20010db8000000000000000000000000ffffffff000000000000000000000000, true",
    "20010db9000000000000000000000001,"
        + " 20010db8000000000000000000000000ffffffff000000000000000000000000, false",
    "c0000205, 20010db8000000000000000000000000ffffffff000000000000000000000000, false",
    "c0000205, c0000200ffff, false"
  })
  void addressesOfHostsLieInNetworks(String address, String network, boolean allowed) {
    Certificate host = host(address);
    assertEquals(allowed ? "" : "path.name-constraints", under(network, true, host));
    boolean isComparable = network.length() == 16 || network.length() == 64;
    assertEquals(
        allowed || !isComparable ? "path.name-constraints" : "", under(network, false, host));
  }

  private static final SigningIdentity NETWORKS = Odd.of("CN=Networks").authority().identity();

  private static Certificate host(String address) {
    return Odd.of("CN=Host")
        .issuedBy(NETWORKS)
        .extension("2.5.29.17", false, new GeneralNames(address(address)))
        .make();
  }

  private static GeneralName address(String hex) {
    return new GeneralName(GeneralName.iPAddress, new DEROctetString(HexFormat.of().parseHex(hex)));
  }

  /** A constraint of what is below a root, by a certificate for its name and key. */
  private static String under(String network, boolean isPermitted, Certificate host) {
    GeneralSubtree[] only = {new GeneralSubtree(address(network))};
    Certificate constrained =
        Odd.of("CN=Networks")
            .over(NETWORKS.key())
            .authority()
            .extension(
                "2.5.29.30",
                true,
                isPermitted ? new NameConstraints(only, null) : new NameConstraints(null, only))
            .make();
    return codes(validate(host, List.of(constrained), List.of()));
  }

  @Test
  void anAddressInTheSubjectIsConstrainedAsInTheAlternativeName() {
    NameConstraints constraints =
        new NameConstraints(new GeneralSubtree[] {subtree("example.test")}, null);
    SigningIdentity partner =
        Odd.of("CN=Partner")
            .issuedBy(ROOT)
            .authority()
            .extension("2.5.29.30", true, constraints)
            .identity();
    Certificate alice = Odd.of("CN=Alice,E=alice@evil.example").issuedBy(partner).make();
    assertInvalid("path.name-constraints", validate(alice, ROOT.path(), partner.path()));
  }

  @Test
  void theConstraintsOfARootAreKept() {
    NameConstraints constraints =
        new NameConstraints(
            null,
            new GeneralSubtree[] {new GeneralSubtree(new GeneralName(new X500Name("O=Evil")))});
    SigningIdentity root =
        Odd.of("CN=R").authority().extension("2.5.29.30", true, constraints).identity();
    assertInvalid(
        "path.name-constraints",
        validate(Odd.of("O=evil,CN=A").issuedBy(root).make(), root.path(), List.of()));
    assertInstanceOf(
        Outcome.Valid.class,
        validate(Odd.of("O=Good,CN=A").issuedBy(root).make(), root.path(), List.of()));
  }

  @Test
  @Timeout(60)
  void manyNamesUnderManyConstraintsEndInTheirBudget() {
    GeneralSubtree[] many = new GeneralSubtree[2000];
    GeneralName[] names = new GeneralName[2000];
    for (int i = 0; i < many.length; i++) {
      many[i] = subtree("d" + i + ".example");
      names[i] = new GeneralName(GeneralName.rfc822Name, "a@e" + i + ".example");
    }
    SigningIdentity partner =
        Odd.of("CN=Partner")
            .issuedBy(ROOT)
            .authority()
            .extension("2.5.29.30", true, new NameConstraints(null, many))
            .identity();
    Certificate alice =
        Odd.of("CN=Alice")
            .issuedBy(partner)
            .extension("2.5.29.17", false, new GeneralNames(names))
            .make();
    Outcome outcome = validate(alice, ROOT.path(), partner.path());
    assertInstanceOf(Outcome.Undetermined.class, outcome);
    assertEquals("path.budget", codes(outcome));
  }

  private static GeneralSubtree subtree(String base) {
    return new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, base));
  }
}
