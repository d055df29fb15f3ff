package org.signetmail.pkix.internal.path;

import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathFinding;
import org.signetmail.pkix.PathValidator.Purpose;

/** Whether the certificates of a path are meant for its purpose (RFC 8550 §4.4.2, §4.4.4). */
final class UsageCheck {
  private final Purpose purpose;

  UsageCheck(Purpose purpose) {
    this.purpose = purpose;
  }

  /** An authority with extended key usages certifies for those only, as mail clients take it. */
  List<Finding> ofAuthority(Certificate authority) {
    return purpose == Purpose.ANY || authority.isForMail()
        ? List.of()
        : List.of(
            Finding.of(
                PathFinding.EXTENDED_KEY_USAGE,
                authority.displayName(),
                "certifies for " + authority.extendedKeyUsage() + ", not for mail"));
  }

  List<Finding> ofEndEntity(Certificate endEntity) {
    List<Finding> findings = new ArrayList<>();
    boolean mayBeUsed =
        switch (purpose) {
          case EMAIL_SIGNING -> endEntity.maySign();
          case EMAIL_ENCRYPTION -> endEntity.mayEncrypt();
          case ANY -> true;
        };
    if (!mayBeUsed) {
      findings.add(
          Finding.of(
              PathFinding.KEY_USAGE,
              endEntity.displayName(),
              "has a key usage that does not allow "
                  + (purpose == Purpose.EMAIL_SIGNING ? "signing" : "encryption")));
    }
    if (purpose != Purpose.ANY && !endEntity.isForMail()) {
      findings.add(
          Finding.of(
              PathFinding.EXTENDED_KEY_USAGE,
              endEntity.displayName(),
              "is for " + endEntity.extendedKeyUsage() + ", not for mail"));
    }
    return findings;
  }
}
