package org.signetmail.pkix.internal.lint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.signetmail.pkix.internal.Extensions;

/** General names as text, and the places where a certificate has addresses to fetch from. */
final class GeneralNameText {
  private GeneralNameText() {}

  static boolean isUri(ASN1Encodable name) {
    return GeneralName.getInstance(name).getTagNo() == GeneralName.uniformResourceIdentifier;
  }

  static String ofUri(GeneralName name) {
    return ASN1IA5String.getInstance(name.getName()).getString();
  }

  /** The names under which distribution points are fetched. */
  static List<GeneralName> distributionPoints(Parts parts) {
    List<GeneralName> names = new ArrayList<>();
    var extension = parts.extension(Extensions.CRL_DISTRIBUTION_POINTS);
    if (extension.isPresent()) {
      for (DistributionPoint point :
          CRLDistPoint.getInstance(extension.get()).getDistributionPoints()) {
        DistributionPointName where = point.getDistributionPoint();
        if (where != null && where.getType() == DistributionPointName.FULL_NAME) {
          names.addAll(List.of(GeneralNames.getInstance(where.getName()).getNames()));
        }
      }
    }
    return names;
  }

  /** What authority information access describes. */
  static List<AccessDescription> access(Parts parts) {
    return parts
        .extension(Extensions.AUTHORITY_INFO_ACCESS)
        .map(
            value -> List.of(AuthorityInformationAccess.getInstance(value).getAccessDescriptions()))
        .orElse(List.of());
  }

  /** The scheme of an absolute address, in lower case. */
  static Optional<String> scheme(String uri) {
    try {
      return Optional.ofNullable(new URI(uri).getScheme())
          .map(scheme -> scheme.toLowerCase(Locale.ROOT));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether it is plain http, with a host. */
  static boolean isHttp(GeneralName name) {
    return isUri(name) && scheme(ofUri(name)).filter("http"::equals).isPresent();
  }
}
