package org.signetmail.pkix.internal.lint;

import static org.signetmail.pkix.CertificateFinding.*;
import static org.signetmail.pkix.StandardFinding.*;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1VisibleString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierId;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.bouncycastle.asn1.x509.UserNotice;
import org.bouncycastle.asn1.x509.qualified.QCStatement;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.internal.Extensions;

/** What RFC 5280 §4.2 says of extensions, and other owners of theirs. */
final class ExtensionRules {
  static final List<Consumer<Parts>> ALL =
      List.of(
          ExtensionRules::criticality,
          ExtensionRules::authorityKey,
          ExtensionRules::subjectKey,
          ExtensionRules::basicConstraints,
          ExtensionRules::nameConstraints,
          ExtensionRules::policies,
          ExtensionRules::distributionPoints,
          ExtensionRules::qualifiedStatements,
          ExtensionRules::timeStamp);

  static final String QUALIFIED_STATEMENTS = "1.3.6.1.5.5.7.1.3";
  static final String ADOBE_TIME_STAMP = "1.2.840.113583.1.1.9.1";
  private static final String DISCLOSURE = "0.4.0.1862.1.5"; // id-etsi-qcs-QcPDS

  private static final List<List<String>> CRITICALITY = Table.rows("criticality.table", 4);

  private ExtensionRules() {}

  private static void criticality(Parts parts) {
    for (List<String> row : CRITICALITY) {
      boolean wanted = row.get(2).equals("always");
      if (parts.has(row.get(0)) && parts.isCritical(row.get(0)) != wanted) {
        parts.add(
            org.signetmail.pkix.StandardFinding.CRITICALITY,
            "has " + row.get(1) + (wanted ? " not critical" : " critical") + ", " + row.get(3));
      }
    }
  }

  /** "MUST be included in all certificates", but for one that signs itself. */
  private static void authorityKey(Parts parts) {
    var extension = parts.extension(Extensions.AUTHORITY_KEY_IDENTIFIER);
    if (extension.isEmpty()) {
      if (!parts.certificate().isSelfIssued()) {
        parts.add(AUTHORITY_KEY_IDENTIFIER, "has no authority key identifier");
      }
      return;
    }
    AuthorityKeyIdentifier identifier = AuthorityKeyIdentifier.getInstance(extension.get());
    boolean issuer = identifier.getAuthorityCertIssuer() != null;
    boolean serial = identifier.getAuthorityCertSerialNumber() != null;
    if (issuer != serial || identifier.getKeyIdentifierOctets() == null) {
      parts.add(AUTHORITY_KEY_IDENTIFIER, "has half an authority key identifier");
    }
  }

  /** "MUST appear in all conforming CA certificates"; "SHOULD be included in all end entity". */
  private static void subjectKey(Parts parts) {
    if (parts.certificate().subjectKeyIdentifier().isEmpty()) {
      if (parts.certificate().isAuthority()) {
        parts.add(SUBJECT_KEY_IDENTIFIER, "has no subject key identifier");
      } else {
        parts.warn(SUBJECT_KEY_IDENTIFIER, "has no subject key identifier");
      }
    }
  }

  private static void basicConstraints(Parts parts) {
    var extension = parts.extension(Extensions.BASIC_CONSTRAINTS);
    if (extension.isEmpty()) {
      return;
    }
    BasicConstraints constraints = BasicConstraints.getInstance(extension.get());
    if (constraints.isCA() && !parts.isCritical(Extensions.BASIC_CONSTRAINTS)) {
      parts.add(BASIC_CONSTRAINTS, "is an authority's, with constraints that are not critical");
    }
    if (!constraints.isCA() && constraints.getPathLenConstraint() != null) {
      parts.add(BASIC_CONSTRAINTS, "has a path length without being an authority's");
    }
  }

  private static void nameConstraints(Parts parts) {
    for (String oid : List.of(Extensions.NAME_CONSTRAINTS, Extensions.POLICY_CONSTRAINTS)) {
      if (parts.has(oid) && !parts.certificate().isAuthority()) {
        parts.add(CONSTRAINTS_NOT_OF_AUTHORITY, "constrains, and is not an authority's");
      }
    }
    parts
        .extension(Extensions.NAME_CONSTRAINTS)
        .map(NameConstraints::getInstance)
        .ifPresent(constraints -> {
          boolean plain =
              isPlain(constraints.getPermittedSubtrees())
                  && isPlain(constraints.getExcludedSubtrees());
          boolean empty =
              constraints.getPermittedSubtrees() == null
                  && constraints.getExcludedSubtrees() == null;
          if (empty || !plain) {
            parts.add(NAME_CONSTRAINTS_FORM, "has name constraints that constrain nothing clear");
          }
        });
  }

  private static boolean isPlain(GeneralSubtree @Nullable [] subtrees) {
    for (GeneralSubtree subtree : subtrees == null ? new GeneralSubtree[0] : subtrees) {
      boolean fromZero = subtree.getMinimum() == null || subtree.getMinimum().signum() == 0;
      if (!fromZero || subtree.getMaximum() != null) {
        return false;
      }
    }
    return true;
  }

  /** "MUST NOT appear more than once"; "MUST NOT encode explicitText as VisibleString". */
  private static void policies(Parts parts) {
    var extension = parts.extension(Extensions.CERTIFICATE_POLICIES);
    if (extension.isEmpty()) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (PolicyInformation policy :
        CertificatePolicies.getInstance(extension.get()).getPolicyInformation()) {
      if (!seen.add(policy.getPolicyIdentifier().getId())) {
        parts.add(POLICY_TWICE, "names " + policy.getPolicyIdentifier().getId() + " twice");
      }
      if (policy.getPolicyQualifiers() != null) {
        policy
            .getPolicyQualifiers()
            .forEach(one -> notice(parts, PolicyQualifierInfo.getInstance(one)));
      }
    }
  }

  private static void notice(Parts parts, PolicyQualifierInfo qualifier) {
    if (!qualifier.getPolicyQualifierId().equals(PolicyQualifierId.id_qt_unotice)) {
      return;
    }
    var text = UserNotice.getInstance(qualifier.getQualifier()).getExplicitText();
    if (text != null) {
      var form = text.toASN1Primitive();
      if (form instanceof ASN1VisibleString
          || form instanceof ASN1BMPString
          || form instanceof ASN1IA5String) {
        parts.add(NOTICE_TEXT, "has a notice that is not written as UTF8String");
      }
    }
  }

  /** "Either distributionPoint or cRLIssuer MUST be present." */
  private static void distributionPoints(Parts parts) {
    var extension = parts.extension(Extensions.CRL_DISTRIBUTION_POINTS);
    if (extension.isPresent()) {
      for (DistributionPoint point :
          CRLDistPoint.getInstance(extension.get()).getDistributionPoints()) {
        if (point.getDistributionPoint() == null && point.getCRLIssuer() == null) {
          parts.add(DISTRIBUTION_POINT_EMPTY, "has a distribution point that names no place");
        }
      }
    }
  }

  /** PdsLocation ::= SEQUENCE { url IA5String, language PrintableString (SIZE(2)) }. */
  private static void qualifiedStatements(Parts parts) {
    var extension = parts.extension(QUALIFIED_STATEMENTS);
    if (extension.isEmpty()) {
      return;
    }
    for (var element : ASN1Sequence.getInstance(extension.get())) {
      QCStatement statement = QCStatement.getInstance(element);
      if (!statement.getStatementId().getId().equals(DISCLOSURE)) {
        continue;
      }
      for (var location : ASN1Sequence.getInstance(statement.getStatementInfo())) {
        ASN1Sequence pair = ASN1Sequence.getInstance(location);
        boolean right =
            pair.size() == 2
                && pair.getObjectAt(0) instanceof ASN1IA5String
                && pair.getObjectAt(1) instanceof ASN1PrintableString language
                && language.getString().length() == 2;
        if (!right) {
          parts.add(QUALIFIED_STATEMENT, "has a disclosure statement that cannot be read");
        }
      }
    }
  }

  /** Time-stamp ::= SEQUENCE { version INTEGER, location GeneralName (a URI), … }. */
  private static void timeStamp(Parts parts) {
    var extension = parts.extension(ADOBE_TIME_STAMP);
    if (extension.isPresent()) {
      ASN1Sequence stamp = ASN1Sequence.getInstance(extension.get());
      if (!GeneralNameText.isUri(stamp.getObjectAt(1))) {
        parts.add(TIME_STAMP_LOCATION, "has a time stamp's location that is not a URI");
      }
    }
  }
}
