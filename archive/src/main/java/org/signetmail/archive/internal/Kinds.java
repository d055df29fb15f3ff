package org.signetmail.archive.internal;

import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;

/** Whether a certificate is of a kind, told by the marks that the kind's profile puts. */
public final class Kinds {
  private Kinds() {}

  public static boolean is(Certificate certificate, CertificateProfile.Kind kind) {
    CertificateProfile profile = CertificateProfile.standard(kind);
    return certificate.policies().containsAll(profile.policies())
        && certificate.extendedKeyUsage().containsAll(profile.extendedKeyUsage())
        && !(profile.policies().isEmpty() && profile.extendedKeyUsage().isEmpty());
  }
}
