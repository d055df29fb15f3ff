package org.signetmail.pkix.internal.lint;

import static org.signetmail.pkix.BaselineFinding.*;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;
import org.signetmail.pkix.BaselineFinding;
import org.signetmail.pkix.Certificate.Use;
import org.signetmail.pkix.SmimeBaseline;
import org.signetmail.pkix.SmimeBaseline.Generation;
import org.signetmail.pkix.SmimeBaseline.Level;
import org.signetmail.pkix.internal.Extensions;

/** S/MIME BR §6.3.2, §7.1.2.3 and §7.1.3: everything but the names of a subscriber certificate. */
final class BaselineRules {
  static final List<BiConsumer<Parts, SmimeBaseline>> ALL =
      List.of(
          BaselineRules::policy,
          BaselineRules::validity,
          BaselineRules::distributionPoint,
          BaselineRules::authorityAccess,
          BaselineRules::authority,
          BaselineRules::keyUsage,
          BaselineRules::extendedKeyUsage,
          BaselineRules::authorityKey,
          BaselineRules::alternativeName,
          BaselineRules::otherExtensions,
          BaselineRules::encodings);

  private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String DIRECTORY_ATTRIBUTES_OID = "2.5.29.9";
  private static final String LEI_ROLE = "1.3.6.1.4.1.52266.2";
  private static final String ADOBE_ARCHIVE = "1.2.840.113583.1.1.9.2";

  /** serverAuth, codeSigning, timeStamping, OCSPSigning, any. */
  private static final Set<String> NEVER_FOR_MAIL =
      Set.of(
          "1.3.6.1.5.5.7.3.1",
          "1.3.6.1.5.5.7.3.3",
          "1.3.6.1.5.5.7.3.8",
          "1.3.6.1.5.5.7.3.9",
          "2.5.29.37.0");

  private static final Instant LEGACY_END = Instant.parse("2025-07-15T00:00:00Z");
  private static final Instant MAIL_ALONE = Instant.parse("2027-07-01T00:00:00Z");

  private static final List<List<String>> KEY_USAGE = Table.rows("key-usage.table", 5);
  private static final Set<String> KEYS = encodings("key");
  private static final Set<String> SIGNATURES = encodings("signature");

  private BaselineRules() {}

  /** "It SHALL include exactly one of the reserved policyIdentifiers." */
  private static void policy(Parts parts, SmimeBaseline baseline) {
    List<String> reserved = SmimeBaseline.all().stream().map(SmimeBaseline::policy).toList();
    List<String> found =
        parts.certificate().policies().stream().filter(reserved::contains).toList();
    if (!found.equals(List.of(baseline.policy()))) {
      parts.add(
          BASELINE_POLICY,
          "has the reserved policies " + found + ", where " + baseline.policy() + " belongs");
    }
    if (parts.certificate().policies().contains("2.5.29.32.0")) {
      parts.add(BASELINE_POLICY, "names any policy");
    }
  }

  /** "Any amount of time greater than this SHALL represent an additional day." */
  private static void validity(Parts parts, SmimeBaseline baseline) {
    boolean legacy = baseline.generation() == Generation.LEGACY;
    Duration longest = Duration.ofDays(legacy ? 1185 : 825);
    Instant begin = parts.certificate().notBefore();
    Duration length = Duration.between(begin, parts.certificate().notAfter()).plusSeconds(1);
    if (length.compareTo(longest) > 0) {
      parts.add(BASELINE_VALIDITY, "is valid for more than " + longest.toDays() + " days");
    } else if (length.equals(longest)) {
      parts.warn(BASELINE_VALIDITY, "is valid for all of " + longest.toDays() + " days");
    }
    if (legacy && !begin.isBefore(LEGACY_END)) {
      parts.add(LEGACY_GENERATION, "is of the legacy generation, issued " + begin);
    }
  }

  private static void distributionPoint(Parts parts, SmimeBaseline baseline) {
    List<GeneralName> names = GeneralNameText.distributionPoints(parts);
    if (names.stream().noneMatch(GeneralNameText::isHttp)) {
      parts.add(DISTRIBUTION_POINT, "has no CRL distribution point over http");
    } else if (baseline.generation() != Generation.LEGACY
        && !names.stream().allMatch(GeneralNameText::isHttp)) {
      parts.add(DISTRIBUTION_POINT, "has a CRL distribution point that is not http");
    }
    if (parts.isCritical(Extensions.CRL_DISTRIBUTION_POINTS)) {
      parts.warn(DISTRIBUTION_POINT, "has critical CRL distribution points");
    }
  }

  private static void authorityAccess(Parts parts, SmimeBaseline baseline) {
    List<AccessDescription> access = GeneralNameText.access(parts);
    boolean issuer =
        access.stream()
            .anyMatch(one -> one.getAccessMethod().equals(AccessDescription.id_ad_caIssuers));
    if (!issuer) {
      parts.warn(AUTHORITY_ACCESS, "does not say where its issuer's certificate is");
    }
    for (var method : List.of(AccessDescription.id_ad_ocsp, AccessDescription.id_ad_caIssuers)) {
      List<GeneralName> places =
          access.stream()
              .filter(one -> one.getAccessMethod().equals(method))
              .map(AccessDescription::getAccessLocation)
              .toList();
      boolean right =
          baseline.generation() == Generation.LEGACY
              ? places.isEmpty() || places.stream().anyMatch(GeneralNameText::isHttp)
              : places.stream().allMatch(GeneralNameText::isHttp);
      if (!right) {
        parts.add(AUTHORITY_ACCESS, "has authority information access that is not http");
      }
    }
  }

  private static void authority(Parts parts, SmimeBaseline baseline) {
    if (parts.certificate().isAuthority()) {
      parts.add(BASELINE_AUTHORITY, "is an authority's, and " + baseline + " is for subscribers");
    }
  }

  private static void keyUsage(Parts parts, SmimeBaseline baseline) {
    Set<Use> found = parts.certificate().keyUsage().orElse(Set.of());
    Set<Use> rest = EnumSet.noneOf(Use.class);
    rest.addAll(found);
    boolean certifiable = false;
    boolean known = false;
    for (List<String> row : KEY_USAGE) {
      Set<Use> needed = Table.uses(row.get(2));
      boolean ofKey = row.getFirst().equals(KeyRules.kind(parts));
      certifiable |= ofKey;
      if (ofKey && found.containsAll(needed)) {
        known = true;
        rest.removeAll(needed);
        Set<Use> may = new HashSet<>(Table.uses(row.get(3)));
        if (baseline.generation() == Generation.STRICT) {
          may.removeAll(Table.uses(row.get(4)));
        }
        rest.removeAll(may);
      }
    }
    if (certifiable && (!known || !rest.isEmpty())) { // else the key itself is the fault
      parts.add(BASELINE_KEY_USAGE, "has key usage " + found + ", which its key may not have");
    }
  }

  private static void extendedKeyUsage(Parts parts, SmimeBaseline baseline) {
    Set<String> found = new HashSet<>(parts.certificate().extendedKeyUsage());
    if (!found.remove(EMAIL_PROTECTION)) {
      parts.add(BASELINE_EXTENDED_KEY_USAGE, "is not for mail");
    }
    if (baseline.generation() != Generation.STRICT) {
      boolean mailAlone = !parts.certificate().notBefore().isBefore(MAIL_ALONE);
      found.removeIf(
          usage -> mailAlone ? usage.equals(CLIENT_AUTH) : !NEVER_FOR_MAIL.contains(usage));
    }
    if (!found.isEmpty()) {
      parts.add(BASELINE_EXTENDED_KEY_USAGE, "is also for " + found);
    }
  }

  private static void authorityKey(Parts parts, SmimeBaseline baseline) {
    boolean right =
        parts
            .extension(Extensions.AUTHORITY_KEY_IDENTIFIER)
            .map(AuthorityKeyIdentifier::getInstance)
            .filter(identifier ->
                identifier.getKeyIdentifierOctets() != null
                    && identifier.getAuthorityCertIssuer() == null
                    && identifier.getAuthorityCertSerialNumber() == null)
            .isPresent();
    if (!right) {
      parts.add(BASELINE_AUTHORITY_KEY, "does not name its issuer by the key alone");
    }
  }

  private static void alternativeName(Parts parts, SmimeBaseline baseline) {
    if (parts.addresses().isEmpty()) {
      parts.add(ALTERNATIVE_NAME_MISSING, "has no address in its alternative name");
    }
    for (GeneralName name : parts.alternativeNames()) {
      boolean allowed =
          switch (name.getTagNo()) {
            case GeneralName.rfc822Name, GeneralName.directoryName -> true;
            case GeneralName.otherName ->
                baseline.generation() != Generation.STRICT
                    || OtherName.getInstance(name.getName())
                        .getTypeID()
                        .getId()
                        .equals(Extensions.SMTP_UTF8_MAILBOX);
            default -> false;
          };
      if (!allowed) {
        parts.add(ALTERNATIVE_NAME_NOT_ALLOWED, "has an alternative name that is no address");
      }
    }
  }

  private static void otherExtensions(Parts parts, SmimeBaseline baseline) {
    boolean strict = baseline.generation() == Generation.STRICT;
    Level level = baseline.level();
    boolean sponsored = level == Level.SPONSOR;
    allow(
        parts,
        DIRECTORY_ATTRIBUTES,
        DIRECTORY_ATTRIBUTES_OID,
        baseline.generation() == Generation.LEGACY);
    allow(parts, QUALIFIED_STATEMENTS_CRITICAL, ExtensionRules.QUALIFIED_STATEMENTS, true);
    allow(parts, LEGAL_ENTITY_EXTENSION, NameRules.LEI, sponsored || level == Level.ORGANIZATION);
    allow(parts, LEGAL_ENTITY_EXTENSION, LEI_ROLE, sponsored);
    allow(parts, ADOBE_EXTENSION, ExtensionRules.ADOBE_TIME_STAMP, !strict);
    allow(parts, ADOBE_EXTENSION, ADOBE_ARCHIVE, !strict);
  }

  /** An extension that is never critical, and that some may not have at all. */
  private static void allow(Parts parts, BaselineFinding code, String oid, boolean allowed) {
    if (parts.has(oid) && !allowed) {
      parts.add(code, "has extension " + oid + ", which its type or generation may not have");
    } else if (parts.isCritical(oid)) {
      parts.add(code, "has extension " + oid + " critical");
    }
  }

  /** "No other encodings are permitted." */
  private static void encodings(Parts parts, SmimeBaseline baseline) {
    if (!KEYS.contains(hex(KeyRules.algorithm(parts)))) {
      parts.add(KEY_ENCODING, "has a key that no " + baseline + " certificate may have");
    }
    if (!SIGNATURES.contains(hex(parts.tbs().getSignature()))) {
      parts.add(SIGNATURE_ENCODING, "is signed with an algorithm that may not be used");
    }
  }

  private static String hex(AlgorithmIdentifier algorithm) {
    try {
      return HexFormat.of().formatHex(algorithm.getEncoded("DER"));
    } catch (IOException e) {
      throw new IllegalArgumentException("algorithm", e);
    }
  }

  private static Set<String> encodings(String field) {
    return Table.rows("encodings.table", 3).stream()
        .filter(row -> row.getFirst().equals(field))
        .map(row -> row.get(1))
        .collect(Collectors.toUnmodifiableSet());
  }
}
