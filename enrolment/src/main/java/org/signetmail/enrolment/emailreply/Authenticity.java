package org.signetmail.enrolment.emailreply;

import java.security.cert.CertificateParsingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Headers;
import org.signetmail.smime.OuterHeaders;
import org.signetmail.smime.ProtectedHeaders;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Verdict;

/** Whether a challenge mail is from whom it says (RFC 8823 §3.1 (6), (7)). */
final class Authenticity {
  private static final Integer RFC822_NAME = 1; // RFC 5280 §4.2.1.6, GeneralName [1]

  private Authenticity() {}

  static boolean isSigned(Reading reading) {
    return !(reading.verdict() instanceof Verdict.Unsigned) || !reading.signers().isEmpty();
  }

  /** By the signature around the message. */
  static List<Finding> bySignature(OuterHeaders outside, Reading reading, Mailbox from) {
    if (!(reading.verdict() instanceof Verdict.Passed(var signer, var _))) {
      String why =
          reading.verdict().findings().stream()
              .filter(Finding::isError)
              .findFirst()
              .map(Finding::detail)
              .orElse("nobody can say whether it holds");
      return List.of(
          ChallengeFinding.SIGNATURE.on("signature", reading.verdict().word() + ": " + why));
    }
    List<Finding> findings = new ArrayList<>();
    if (!isNamedInAlternativeName(signer.certificate(), from)) {
      findings.add(
          ChallengeFinding.SIGNATURE.on(
              "signature", "is by a certificate that does not name " + from + " as rfc822Name"));
    }
    if (reading.headers() instanceof ProtectedHeaders inside) {
      for (String name : List.of("From", "To", "Subject")) {
        compare(name, outside, inside).ifPresent(findings::add);
      }
    } else {
      findings.add(
          ChallengeFinding.HEADER_UNPROTECTED.on("header", "stands outside of the signature"));
    }
    return findings;
  }

  private static Optional<Finding> compare(String name, Headers outside, Headers inside) {
    Optional<String> signed = inside.value(name).map(Authenticity::flat);
    if (signed.isEmpty() || inside.all(name).size() > 1) {
      return Optional.of(
          ChallengeFinding.HEADER_UNPROTECTED.on(name, "is not once in what was signed"));
    }
    return signed.equals(outside.value(name).map(Authenticity::flat))
        ? Optional.empty()
        : Optional.of(ChallengeFinding.HEADER_CHANGED.on(name, "is another than was signed"));
  }

  private static boolean isNamedInAlternativeName(Certificate certificate, Mailbox mailbox) {
    try {
      Collection<List<?>> names = certificate.x509().getSubjectAlternativeNames();
      return names != null
          && certificate.mailboxes().contains(mailbox)
          && names.stream()
              .filter(name -> RFC822_NAME.equals(name.get(0)))
              .anyMatch(name -> mailbox.toString().equalsIgnoreCase(String.valueOf(name.get(1))));
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** By the word of the server that received it. */
  static List<Finding> byServer(
      OuterHeaders outside, Set<String> servers, Mailbox from, Set<String> covered) {
    Optional<AuthenticationResults> word =
        outside.all("Authentication-Results").stream()
            .flatMap(value -> AuthenticationResults.of(value).stream())
            .filter(results -> servers.contains(results.server()))
            .findFirst(); // what is further down came with the mail, whatever name it bears
    List<DkimSignature> signatures =
        outside.all("DKIM-Signature").stream().map(DkimSignature::of).toList();
    boolean isPassed =
        word.stream()
            .flatMap(results -> results.results().stream())
            .anyMatch(one ->
                one.method().equals("dkim")
                    && one.result().equals("pass")
                    && isOf(from.domain(), one, signatures));
    if (!isPassed) {
      String detail =
          word.isEmpty()
              ? "has neither an S/MIME signature nor the word of a server that is trusted"
              : word.get().server() + " does not say that DKIM passed for " + from.domain();
      return List.of(ChallengeFinding.NOT_AUTHENTICATED.on("message", detail));
    }
    // All of them: nobody says here which one passed, and anybody can add one that covers much.
    Optional<DkimSignature> worst =
        signatures.stream()
            .filter(signature -> signature.domain().equals(from.domain()))
            .max(Comparator.comparingInt(signature -> signature.missing(covered).size()));
    if (worst.isPresent() && worst.get().missing(covered).isEmpty()) {
      return List.of();
    }
    String detail =
        worst
            .map(signature -> "does not cover " + String.join(", ", signature.missing(covered)))
            .orElse("is not there for " + from.domain());
    return List.of(ChallengeFinding.DKIM_COVERS_LITTLE.on("DKIM-Signature", detail));
  }

  /**
   * Whether what passed was signed by this domain. Some servers name the user alone, {@code
   * header.i}, whose domain may lie below the signer's (RFC 6376 §3.5).
   */
  private static boolean isOf(
      String domain, AuthenticationResults.Result result, List<DkimSignature> signatures) {
    String signer = result.properties().get("header.d");
    return signer != null
        ? signer.equals(domain)
        : result.properties().getOrDefault("header.i", "").endsWith("@" + domain)
            && signatures.stream().noneMatch(s -> domain.endsWith("." + s.domain()));
  }

  /** Folding may change on the way; the text may not. */
  private static String flat(String value) {
    return value.replaceAll("\\s+", " ").strip();
  }
}
