package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.PolicyInputs;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.testkit.DeclaredExceptions;
import org.signetmail.testkit.Fixtures;

/**
 * NIST's Public Key Interoperability Test Suite, all 249 cases. A case that comes out otherwise
 * than its table says must stand in {@code pkits-exceptions.tsv} with the reason; one that stands
 * there and comes out as the table says must be taken out.
 */
class PkitsTest {
  private static final Instant AT = Instant.parse("2026-06-01T12:00:00Z");

  private record Case(
      String id,
      List<String> certificates,
      List<String> crls,
      PolicyInputs policy,
      boolean shouldValidate) {}

  @Test
  void allCasesComeOutAsTheTableSaysOrAsDeclared() throws Exception {
    Path folder = Fixtures.data("pkits");
    List<Case> cases = cases(Files.readString(folder.resolve("table.json")));
    assertEquals(249, cases.size());

    Map<String, String> expected = new TreeMap<>();
    Map<String, String> actual = new TreeMap<>();
    for (Case one : cases) {
      Outcome outcome = validate(folder, one);
      expected.put(one.id(), one.shouldValidate() ? "valid" : "not valid");
      actual.put(one.id(), outcome instanceof Outcome.Valid ? "valid" : "not valid");
    }
    DeclaredExceptions.hold(PkitsTest.class, "/pkits-exceptions.tsv", expected, actual);
  }

  @Tag("slow")
  @Test
  void withEveryCertificateAndCrlOfTheSuiteAtHandTheBudgetHolds() throws Exception {
    Path folder = Fixtures.data("pkits");
    List<Certificate> everything = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("certs"))) {
      for (Path file : files.toList()) {
        everything.add(Certificate.of(Files.readAllBytes(file)));
      }
    }
    Case first = cases(Files.readString(folder.resolve("table.json"))).getFirst();
    Context context =
        new Context(
            List.of(certificate(folder, "TrustAnchorRootCertificate")),
            everything,
            RevocationEvidence.NONE,
            RevocationChecking.OFF,
            PolicyInputs.ANY);
    Outcome outcome =
        PathValidator.validate(
            certificate(folder, first.certificates().getLast()), Purpose.ANY, AT, context);
    assertTrue(outcome instanceof Outcome.Valid, outcome.toString());
  }

  private static Outcome validate(Path folder, Case one) throws IOException {
    List<Certificate> chain = new ArrayList<>();
    for (String name : one.certificates()) {
      chain.add(certificate(folder, name));
    }
    List<CertificateList> crls = new ArrayList<>();
    for (String name : one.crls()) {
      byte[] crl = Files.readAllBytes(folder.resolve("crls").resolve(name + ".crl"));
      crls.add(CertificateList.of(crl));
    }
    Context context =
        new Context(
            List.of(chain.getFirst()),
            chain.subList(1, chain.size() - 1),
            RevocationEvidence.of(crls, List.of()),
            RevocationChecking.REQUIRED,
            one.policy());
    return PathValidator.validate(
        chain.getLast(), Purpose.ANY, AT, context, AlgorithmRules.HISTORIC);
  }

  private static Certificate certificate(Path folder, String name) throws IOException {
    return Certificate.of(Files.readAllBytes(folder.resolve("certs").resolve(name + ".crt")));
  }

  /** The table is regular: objects of strings and of lists of strings. */
  private static List<Case> cases(String json) {
    List<Case> cases = new ArrayList<>();
    Matcher object = Pattern.compile("\\{([^{}]*)\\}").matcher(json);
    while (object.find()) {
      String body = object.group(1);
      cases.add(
          new Case(
              text(body, "id"),
              list(body, "certs"),
              list(body, "crls"),
              policy(body),
              text(body, "should_validate").equals("true")));
    }
    return cases;
  }

  private static PolicyInputs policy(String body) {
    String initial = text(body, "SetInitialPolicySet");
    Set<String> policies =
        initial.isEmpty() || initial.equals("anyPolicy")
            ? Set.of("2.5.29.32.0")
            : Stream.of(initial.split(","))
                .map(name -> name.replace("NIST-test-policy-", "2.16.840.1.101.3.2.1.48."))
                .collect(Collectors.toSet());
    return new PolicyInputs(
        policies,
        text(body, "SetInitialExplicitPolicy").equals("true"),
        text(body, "SetInitialPolicyMappingInhibit").equals("true"),
        text(body, "SetInitialInhibitAnyPolicy").equals("true"));
  }

  private static String text(String body, String name) {
    Matcher value = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(body);
    return value.find() ? value.group(1) : "";
  }

  private static List<String> list(String body, String name) {
    Matcher values = Pattern.compile("\"" + name + "\"\\s*:\\s*\\[([^\\]]*)\\]").matcher(body);
    if (!values.find()) {
      return List.of();
    }
    return Pattern.compile("\"([^\"]*)\"")
        .matcher(values.group(1))
        .results()
        .map(r -> r.group(1))
        .toList();
  }
}
