package org.signetmail.web.cmp;

import io.helidon.webserver.http.ServerRequest;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpRejection;
import org.signetmail.web.EnrolmentLimits;

/** Who asks, as far as HTTP knows, and how often they may be wrong. */
record CmpCaller(ServerRequest request, EnrolmentLimits limits) {

  /**
   * @throws CmpRejection when there were too many wrong ones, or too many certificates
   */
  void requireFree(Mailbox mailbox) throws CmpRejection {
    if (limits.wait(request, mailbox).isPresent()) {
      throw new CmpRejection(CmpFailure.SYSTEM_UNAVAIL, "too many attempts; try again later");
    }
  }

  void wrong(Mailbox mailbox) {
    limits.wrong(request, mailbox);
  }

  void wrong() {
    limits.wrong(request);
  }

  void given(Mailbox mailbox) {
    limits.given(mailbox);
  }
}
