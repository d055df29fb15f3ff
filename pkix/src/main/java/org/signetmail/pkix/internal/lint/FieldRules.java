package org.signetmail.pkix.internal.lint;

import static org.signetmail.pkix.CertificateFinding.SERIAL;
import static org.signetmail.pkix.CertificateFinding.SIGNATURE_ALGORITHM;
import static org.signetmail.pkix.CertificateFinding.VALIDITY;
import static org.signetmail.pkix.CertificateFinding.VERSION;
import static org.signetmail.pkix.StandardFinding.ALGORITHM_MISMATCH;
import static org.signetmail.pkix.StandardFinding.ISSUER_EMPTY;
import static org.signetmail.pkix.StandardFinding.TIME_FORM;
import static org.signetmail.pkix.StandardFinding.UNIQUE_IDENTIFIER;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x509.Time;

/** What RFC 5280 §4.1 says of the fields of every certificate. */
final class FieldRules {
  static final List<Consumer<Parts>> ALL =
      List.of(
          FieldRules::version,
          FieldRules::serial,
          FieldRules::validity,
          FieldRules::timeForm,
          FieldRules::uniqueIdentifiers,
          FieldRules::algorithms,
          FieldRules::issuer);

  private static final int LONGEST_SERIAL = 159; // bits: positive in 20 octets
  private static final Instant YEAR_2050 = Instant.parse("2050-01-01T00:00:00Z");

  private FieldRules() {}

  /** "When extensions are used, as expected in this profile, version MUST be 3." */
  private static void version(Parts parts) {
    int version = parts.certificate().x509().getVersion();
    if (version != 3) {
      parts.add(VERSION, "is of version " + version);
    }
  }

  /** "The serial number MUST be a positive integer"; "not longer than 20 octets". */
  private static void serial(Parts parts) {
    var serial = parts.certificate().serial();
    if (serial.signum() <= 0 || serial.bitLength() > LONGEST_SERIAL) {
      parts.add(SERIAL, "has serial " + serial.toString(16));
    }
  }

  private static void validity(Parts parts) {
    Instant end = parts.certificate().notAfter();
    if (!end.isAfter(parts.certificate().notBefore())) {
      parts.add(VALIDITY, "ends at " + end + ", before it begins");
    }
  }

  /** "MUST always encode certificate validity dates through the year 2049 as UTCTime." */
  private static void timeForm(Parts parts) {
    requireForm(parts, parts.tbs().getStartDate(), parts.certificate().notBefore());
    requireForm(parts, parts.tbs().getEndDate(), parts.certificate().notAfter());
  }

  private static void requireForm(Parts parts, Time time, Instant instant) {
    boolean right =
        instant.isBefore(YEAR_2050)
            ? time.toASN1Primitive() instanceof ASN1UTCTime utc
                && utc.getTime().matches("[0-9]{12}GMT\\+00:00")
            : time.toASN1Primitive() instanceof ASN1GeneralizedTime general
                && general.getTimeString().matches("[0-9]{14}Z");
    if (!right) {
      parts.add(TIME_FORM, "writes " + instant + " in another form than its year wants");
    }
  }

  /** "CAs conforming to this profile MUST NOT generate certificates with unique identifiers." */
  private static void uniqueIdentifiers(Parts parts) {
    if (parts.tbs().getIssuerUniqueId() != null || parts.tbs().getSubjectUniqueId() != null) {
      parts.add(UNIQUE_IDENTIFIER, "has a unique identifier");
    }
  }

  private static void algorithms(Parts parts) {
    if (!parts.structure().getSignatureAlgorithm().equals(parts.tbs().getSignature())) {
      parts.add(ALGORITHM_MISMATCH, "names two signature algorithms");
    }
    String name = parts.certificate().x509().getSigAlgName().toUpperCase(Locale.ROOT);
    if (name.contains("MD5") || name.contains("MD2") || name.contains("SHA1")) {
      parts.add(SIGNATURE_ALGORITHM, "is signed with " + name);
    }
  }

  /** "The issuer field MUST contain a non-empty distinguished name." */
  private static void issuer(Parts parts) {
    if (parts.tbs().getIssuer().size() == 0) {
      parts.add(ISSUER_EMPTY, "names no issuer");
    }
  }
}
