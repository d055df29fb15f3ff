package org.signetmail.smime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.ProtectedHeaders.Intent;
import org.signetmail.smime.ShownHeader.Origin;
import org.signetmail.smime.internal.mime.Header;

/** Holds the outside of a message against the fields that its author protected. */
final class HeaderDifferences {
  private static final List<String> COMPARED =
      List.of("Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID");

  /** What decides who answers and reads: none of it may come from the way (RFC 9788 §6.2). */
  private static final List<String> ADDRESSES = List.of("Sender", "Reply-To", "To", "Cc");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final ShownHeader shown;
  private final Header outside;
  private final boolean isEncrypted;
  private final List<Finding> findings = new ArrayList<>();

  private HeaderDifferences(ShownHeader shown, Layers layers) {
    this.shown = shown;
    this.outside = layers.steps.getFirst().entity().header();
    this.isEncrypted = layers.steps.get(shown.step()).encryptions() > 0;
  }

  /**
   * Where the outside says something else than it was left to say (RFC 9788 §4).
   *
   * @param isBound whether a signature that passed names the protected From (§4.4.1.2)
   */
  static List<Finding> of(ShownHeader shown, Layers layers, boolean isBound) {
    HeaderDifferences differences = new HeaderDifferences(shown, layers);
    if (shown.origin() != Origin.OUTSIDE) {
      differences.compareFrom(isBound);
      differences.compare();
    }
    return differences.findings;
  }

  private void compare() {
    if (shown.origin() == Origin.PROTECTED && shown.intent() == Intent.CIPHER && !isEncrypted) {
      findings.add(
          Finding.of(
              MessageFinding.NOT_ENCRYPTED, "message", "was encrypted by its author and is not"));
    }
    for (String name : COMPARED) {
      Optional<String> outer = outside.value(name).map(HeaderDifferences::flat);
      Optional<String> inner = shown.value(name).map(HeaderDifferences::flat);
      if (outer.isEmpty() || outer.equals(inner)) {
        continue;
      }
      if (inner.isPresent()) {
        if (!isIntended(name, outer.get())) {
          findings.add(differs(MessageFinding.HEADER_DIFFERS, name));
        }
      } else if (shown.origin() == Origin.PROTECTED && ADDRESSES.contains(name)) {
        findings.add(
            Finding.of(
                MessageFinding.HEADER_ADDED, name, "stands outside only: its author wrote none"));
      }
    }
  }

  /** The mailbox decides, not how it is written (RFC 9788 §4.4.1.1). */
  private void compareFrom(boolean isBound) {
    Optional<String> outer = outside.value("From").map(HeaderDifferences::flat);
    Optional<String> inner = shown.value("From").map(HeaderDifferences::flat);
    if (outer.isEmpty() || inner.isEmpty() || outer.equals(inner)) {
      return;
    }
    Optional<Mailbox> outerMailbox = ShownHeader.mailbox(ShownHeader.from(outside.fields()));
    if (outerMailbox.isPresent()
        && outerMailbox.equals(ShownHeader.mailbox(ShownHeader.from(shown.fields())))) {
      if (!leftOutside(outer.get(), "From")) {
        findings.add(differs(MessageFinding.HEADER_DIFFERS, "From"));
      }
    } else if (isBound) {
      findings.add(differs(MessageFinding.FROM_DIFFERS, "From"));
    } else {
      findings.add(
          Finding.of(
              MessageFinding.FROM_MISMATCH,
              "From",
              "is " + outer.get() + " outside and " + inner.get() + " inside"));
    }
  }

  private static Finding differs(MessageFinding code, String name) {
    return Finding.of(code, name, "outside is another than the protected one");
  }

  /** Older forms do not say what they hid; it was the subject, if anything. */
  private boolean isIntended(String name, String outer) {
    boolean isSubject = name.equals("Subject");
    return shown.origin() == Origin.PROTECTED
        ? leftOutside(outer, name)
            || (isEncrypted && isSubject && outer.equals(HeaderConfidentiality.OBSCURED))
        : isEncrypted && isSubject;
  }

  private boolean leftOutside(String outer, String name) {
    return shown.leftOutside().stream().anyMatch(f -> f.is(name) && flat(f.value()).equals(outer));
  }

  /** Folding may change on the way; the text may not. */
  private static String flat(String value) {
    return BLANKS.matcher(value).replaceAll(" ").strip();
  }
}
