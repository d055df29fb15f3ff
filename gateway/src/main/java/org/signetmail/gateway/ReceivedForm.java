package org.signetmail.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.policy.Reception;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/**
 * The form of mail from outside that its reader is given: marked in its own header, with a banner
 * above what is not signed. What a signature covers is never touched, and where there is nothing to
 * do the message is the very same.
 *
 * @param marks that only we may set: those of others are taken out
 */
record ReceivedForm(Set<String> marks, Spool spool, SecureRandom random) {
  /** As the reception wants it; the caller closes it, and the given one is its caller's. */
  Octets of(Octets message, Reception reception) throws IOException {
    Optional<Octets> marked =
        made(out -> SubjectRewrite.mark(message, marks, reception.subjectMark(), out));
    Octets honest = marked.orElseGet(message::share);
    if (reception.banner().isEmpty() || isProtected(honest)) {
      return honest;
    }
    try (honest) {
      return made(
              out -> {
                Banner.write(honest, reception.banner().get(), random, out);
                return true;
              })
          .orElseThrow();
    }
  }

  private static boolean isProtected(Octets message) throws IOException {
    return ProtectionScan.of(MessageHeader.read(message), message) != Protection.NONE;
  }

  private interface Making {
    boolean to(OutputStream out) throws IOException;
  }

  private Optional<Octets> made(Making making) throws IOException {
    try (Spool.Draft draft = spool.draft()) {
      return making.to(draft) ? Optional.of(draft.finish()) : Optional.empty();
    }
  }
}
