package org.signetmail.app.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.CrlStore;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;

/** Every issuing authority has lists that count now. */
record RevocationLists(Organization organization) implements Check {
  @Override
  public String name() {
    return "revocation lists";
  }

  @Override
  public Result look() {
    Instant now = organization.now();
    List<Finding> findings = new ArrayList<>();
    int lists = 0;
    for (Certificate issuer : organization.authority().generations().certificates()) {
      List<CrlStore.CrlHead> heads = organization.store().crls().heads(issuer.keyId());
      if (heads.isEmpty()) {
        findings.add(SystemFinding.LIST_ENDED.on(issuer.displayName(), "has no revocation list"));
      }
      for (CrlStore.CrlHead head : heads) {
        lists++;
        if (!head.nextUpdate().isAfter(now)) {
          findings.add(
              SystemFinding.LIST_ENDED.on(
                  Publication.name(issuer.keyId()) + Publication.crlSuffix(head.key()),
                  "counted until " + head.nextUpdate()));
        }
      }
    }
    return new Result(lists + " published", findings);
  }
}
