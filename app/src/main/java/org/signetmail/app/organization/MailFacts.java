package org.signetmail.app.organization;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.ValidatedPath;
import org.signetmail.smime.Opening;
import org.signetmail.smime.ProtectedHeaders;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Verdict;
import org.signetmail.smime.VerifiedSigner;
import org.signetmail.web.portal.MailCheck.Fact;

/** Who wrote a message, since when it stands, and what of it is protected, in words. */
final class MailFacts {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final int MOST_FIELDS = 50;

  private MailFacts() {}

  static List<Fact> of(Reading reading) {
    List<Fact> facts = new ArrayList<>();
    add(facts, "From", reading.from().map(Mailbox::toString).orElse("nobody that can be read"));
    add(
        facts,
        "Subject",
        (reading.subject().isEmpty() ? "none" : "“" + reading.subject() + "”")
            + (reading.subjectProtection() == Reading.Protection.PROTECTED
                ? ", protected"
                : ", not protected: it may have been changed on the way"));
    facts.addAll(protectedFields(reading));
    if (reading.verdict() instanceof Verdict.Passed(VerifiedSigner signer, var _)) {
      facts.addAll(signed(signer.path(), signer.signingTime()));
    }
    facts.addAll(eachSigner(reading.signers()));
    add(facts, "Text and attachments", text(reading.verdict()));
    add(facts, "Confidential", confidential(reading));
    return facts;
  }

  /** Who signed, since when, and who vouches for it. */
  static List<Fact> signed(ValidatedPath path, Optional<Instant> signingTime) {
    List<Fact> facts = new ArrayList<>();
    Certificate certificate = path.endEntity();
    add(
        facts,
        "Signed by",
        certificate.displayName()
            + mailboxes(certificate)
            + (certificate.isSeal()
                ? ", with the organisation's seal"
                : ", with the person's own key"));
    add(
        facts,
        "Since",
        signingTime
            .map(at -> MINUTE.format(at) + ", by the signer's own clock")
            .orElse("not said"));
    add(
        facts,
        "Vouched for by",
        path.certificates().stream()
            .skip(1)
            .map(Certificate::displayName)
            .collect(Collectors.joining(" → ")));
    return facts;
  }

  /** Where several signed: each, and whether it counts. */
  private static List<Fact> eachSigner(List<Reading.Signer> signers) {
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < signers.size() && signers.size() > 1; i++) {
      Reading.Signer signer = signers.get(i);
      add(
          facts,
          "Signature " + (i + 1) + " of " + signers.size(),
          signer
                  .certificate()
                  .map(one -> one.displayName() + mailboxes(one))
                  .orElse(signer.issuerAndSerial())
              + ": "
              + signer.verdict());
    }
    return facts;
  }

  /** What the author protected beside From and subject (RFC 9788 §4.2). */
  private static List<Fact> protectedFields(Reading reading) {
    List<Fact> facts = new ArrayList<>();
    if (reading.headers() instanceof ProtectedHeaders inside
        && reading.subjectProtection() == Reading.Protection.PROTECTED) {
      inside.fields().stream()
          .filter(field -> !field.is("From") && !field.is("Subject"))
          .limit(MOST_FIELDS)
          .forEach(field -> add(facts, field.name() + ", protected", field.value()));
    }
    return facts;
  }

  private static String mailboxes(Certificate certificate) {
    return certificate.mailboxes().stream()
        .map(Mailbox::toString)
        .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String text(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Passed _ -> "as they were signed, all of them";
      case Verdict.Failed _ -> "not as they were signed, or not by who it says";
      case Verdict.Indeterminate _ -> "perhaps as they were signed; it cannot be said yet";
      case Verdict.Unsigned _ -> "not protected: they may have been changed on the way";
    };
  }

  private static String confidential(Reading reading) {
    return reading
        .opening()
        .map(opening ->
            switch (opening) {
              case Opening.Opened opened -> "encrypted, " + opened.algorithm();
              case Opening.NotForUs not ->
                  "encrypted to "
                      + not.recipients()
                      + (not.recipients() == 1 ? " key" : " keys")
                      + "; what is inside, and whether it is signed, your own mail program says";
              case Opening.Refused _ -> "encrypted, in a way that cannot be read";
            })
        .orElse("not encrypted: whoever carried it could read it");
  }

  private static void add(List<Fact> facts, String name, String value) {
    facts.add(new Fact(name, PortalMailCheck.oneLine(value)));
  }
}
