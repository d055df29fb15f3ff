package org.signetmail.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationEvidence;

/**
 * Separates what one source gave into certificates that can be used and findings about the rest.
 * Cheap questions come first, and only so many certificates are looked at, so that a hostile
 * directory cannot make a lookup expensive.
 */
final class Candidates {
  private static final int MOST = 32;
  private static final int MOST_BETWEEN = 16;

  private final Mailbox mailbox;
  private final Instant now;
  private final PathValidator.Context trust;
  private final List<Lookup.Ranked> usable = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  Candidates(Mailbox mailbox, Instant now, PathValidator.Context trust) {
    this.mailbox = mailbox;
    this.now = now;
    this.trust = trust;
  }

  /** In the order in which sources were added, and from each the newest first. */
  List<Lookup.Ranked> usable() {
    return usable;
  }

  List<Finding> findings() {
    return findings;
  }

  void note(DirectoryFinding code, String subject, String detail) {
    findings.add(Finding.of(code, subject, detail));
  }

  void add(String source, List<Certificate> given) {
    List<Certificate> found = given.stream().filter(one -> !one.isAuthority()).toList();
    PathValidator.Context helped = helped(given);
    if (found.size() > MOST) {
      note(
          DirectoryFinding.TOO_MANY_CANDIDATES,
          source,
          "has "
              + found.size()
              + " certificates for "
              + mailbox
              + ", the newest "
              + MOST
              + " count");
    }
    List<Certificate> newestFirst =
        found.stream()
            .distinct()
            .sorted(Comparator.comparing(Certificate::notBefore).reversed())
            .limit(MOST)
            .toList();
    for (Certificate certificate : newestFirst) {
      if (isNew(certificate) && looksUsable(certificate, source)) {
        validate(certificate, source, helped);
      }
    }
  }

  /** Trust as it is; what a source gave only helps to find the way there. */
  private PathValidator.Context helped(List<Certificate> given) {
    List<Certificate> between =
        given.stream().filter(Certificate::isAuthority).distinct().limit(MOST_BETWEEN).toList();
    return trust.helpedBy(between, RevocationEvidence.NONE);
  }

  private boolean isNew(Certificate certificate) {
    return usable.stream().noneMatch(ranked -> ranked.certificate().equals(certificate));
  }

  private boolean looksUsable(Certificate certificate, String source) {
    if (!certificate.mailboxes().contains(mailbox)) {
      reject(DirectoryFinding.OTHER_MAILBOX, certificate, source, "does not name " + mailbox);
      return false;
    }
    if (!certificate.mayEncrypt()) {
      reject(DirectoryFinding.NOT_FOR_ENCRYPTION, certificate, source, "is not for encryption");
      return false;
    }
    if (now.isBefore(certificate.notBefore()) || now.isAfter(certificate.notAfter())) {
      reject(
          DirectoryFinding.NOT_VALID_NOW,
          certificate,
          source,
          "is valid from " + certificate.notBefore() + " to " + certificate.notAfter());
      return false;
    }
    return true;
  }

  private void validate(Certificate certificate, String source, PathValidator.Context helped) {
    switch (PathValidator.validate(
        certificate, PathValidator.Purpose.EMAIL_ENCRYPTION, now, helped)) {
      case PathValidator.Outcome.Valid valid ->
          usable.add(
              new Lookup.Ranked(
                  valid.path(),
                  source,
                  "valid since "
                      + certificate.notBefore()
                      + ", under "
                      + valid.path().root().displayName()));
      case PathValidator.Outcome.Invalid(List<Finding> why) -> untrusted(certificate, source, why);
      case PathValidator.Outcome.Undetermined(List<Finding> why) ->
          untrusted(certificate, source, why);
    }
  }

  private void untrusted(Certificate certificate, String source, List<Finding> why) {
    reject(DirectoryFinding.NOT_TRUSTED, certificate, source, "does not lead to trust");
    findings.addAll(why);
  }

  private void reject(
      DirectoryFinding code, Certificate certificate, String source, String detail) {
    note(
        code,
        certificate.displayName() + ", serial " + certificate.serialHex(),
        detail + ", found in " + source);
  }
}
