package org.signetmail.pkix.internal;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.StatusAddresses;

/** Reads authorityInfoAccess and cRLDistributionPoints for their addresses. */
public final class AddressForm {
  private static final int MOST = 4;

  private AddressForm() {}

  public static StatusAddresses of(Certificate certificate) {
    return new StatusAddresses(ocsp(certificate), crls(certificate));
  }

  private static List<URI> ocsp(Certificate certificate) {
    List<URI> found = new ArrayList<>();
    Optional<byte[]> extension = certificate.extension(Extensions.AUTHORITY_INFO_ACCESS);
    try {
      if (extension.isPresent()) {
        for (AccessDescription one :
            AuthorityInformationAccess.getInstance(extension.get()).getAccessDescriptions()) {
          if (one.getAccessMethod().equals(AccessDescription.id_ad_ocsp)) {
            add(found, one.getAccessLocation());
          }
        }
      }
    } catch (RuntimeException e) {
      // What cannot be read says nothing.
    }
    return found;
  }

  private static List<URI> crls(Certificate certificate) {
    List<URI> found = new ArrayList<>();
    Optional<byte[]> extension = certificate.extension(Extensions.CRL_DISTRIBUTION_POINTS);
    try {
      if (extension.isPresent()) {
        for (DistributionPoint point :
            CRLDistPoint.getInstance(extension.get()).getDistributionPoints()) {
          DistributionPointName name = point.getDistributionPoint();
          if (name != null && name.getType() == DistributionPointName.FULL_NAME) {
            for (GeneralName one : GeneralNames.getInstance(name.getName()).getNames()) {
              add(found, one);
            }
          }
        }
      }
    } catch (RuntimeException e) {
      // What cannot be read says nothing.
    }
    return found;
  }

  private static void add(List<URI> found, GeneralName name) {
    if (found.size() == MOST || name.getTagNo() != GeneralName.uniformResourceIdentifier) {
      return;
    }
    try {
      URI uri = URI.create(ASN1IA5String.getInstance(name.getName()).getString());
      if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null) {
        found.add(uri);
      }
    } catch (IllegalArgumentException e) {
      // Not an address: it leads nowhere.
    }
  }
}
