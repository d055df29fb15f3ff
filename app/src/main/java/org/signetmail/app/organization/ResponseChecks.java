package org.signetmail.app.organization;

import java.util.List;
import java.util.Set;
import org.signetmail.enrolment.emailreply.DkimKeys;
import org.signetmail.enrolment.emailreply.ResponseCheck;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Spool;

/** Checks answers to challenges under the trust of the moment. Thread-safe. */
record ResponseChecks(Organization organization, Spool spool, Set<String> servers, DkimKeys keys) {
  ResponseCheck now() {
    return new ResponseCheck(
        new MessageReader(
            List.of(),
            organization.trust(RevocationChecking.IF_AVAILABLE),
            spool,
            MessageReader.Options.standard()),
        servers,
        keys);
  }
}
