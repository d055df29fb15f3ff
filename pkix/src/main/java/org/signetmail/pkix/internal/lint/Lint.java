package org.signetmail.pkix.internal.lint;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.SmimeBaseline;
import org.signetmail.pkix.StandardFinding;

/** Which rules a certificate is asked, in which order. */
public final class Lint {
  private static final List<Consumer<Parts>> STANDARDS =
      Stream.of(FieldRules.ALL, KeyRules.ALL, ExtensionRules.ALL, NameRules.ALL)
          .flatMap(List::stream)
          .toList();

  private Lint() {}

  /** The rules for every certificate, and of the Baseline Requirements where they are named. */
  public static List<Finding> run(Certificate certificate, Optional<SmimeBaseline> baseline) {
    Parts parts;
    try {
      parts = new Parts(certificate);
    } catch (RuntimeException e) { // the platform let pass what the ASN.1 library does not
      return List.of(
          Finding.of(
              StandardFinding.ENCODING,
              certificate.displayName(),
              "has a part that is not what it must be"));
    }
    parts.ask(STANDARDS);
    baseline.ifPresent(one ->
        parts.ask(
            Stream.of(BaselineRules.ALL, BaselineNames.ALL)
                .flatMap(List::stream)
                .map(rule -> bound(rule, one))
                .toList()));
    return parts.findings();
  }

  /** The same, and the rules of a profile. */
  public static List<Finding> run(Certificate certificate, CertificateProfile profile) {
    Set<Finding> findings = new LinkedHashSet<>(new ProfileRules(certificate, profile).findings());
    findings.addAll(run(certificate, SmimeBaseline.of(certificate)));
    return List.copyOf(findings);
  }

  private static Consumer<Parts> bound(
      BiConsumer<Parts, SmimeBaseline> rule, SmimeBaseline baseline) {
    return parts -> rule.accept(parts, baseline);
  }
}
