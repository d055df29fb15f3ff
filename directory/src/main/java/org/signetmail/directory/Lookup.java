package org.signetmail.directory;

import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.ValidatedPath;

/** The answer to "certificates for this mailbox, now". */
public sealed interface Lookup {

  /** What was noticed on the way, about candidates that are not used and sources that failed. */
  List<Finding> findings();

  /**
   * There are certificates to encrypt to.
   *
   * @param ranked the best first; never empty
   */
  record Found(List<Ranked> ranked, List<Finding> findings) implements Lookup {
    public Found {
      ranked = List.copyOf(ranked);
      findings = List.copyOf(findings);
      if (ranked.isEmpty()) {
        throw new IllegalArgumentException("found: without a certificate nothing is found");
      }
    }

    /** The one to encrypt to. */
    public Certificate best() {
      return ranked.getFirst().certificate();
    }
  }

  /** Every source answered, and none has a certificate that can be used. */
  record NotFound(List<Finding> findings) implements Lookup {
    public NotFound {
      findings = List.copyOf(findings);
    }
  }

  /** None was found, and at least one source could not be asked: asking later may find one. */
  record Unreachable(List<Finding> findings) implements Lookup {
    public Unreachable {
      findings = List.copyOf(findings);
    }
  }

  /**
   * One usable certificate.
   *
   * @param path proof that it leads to a trusted root, for encryption, at the time of the lookup
   * @param source the name of the source that had it
   * @param why in words, why it stands where it stands
   */
  record Ranked(ValidatedPath path, String source, String why) {
    public Certificate certificate() {
      return path.endEntity();
    }
  }
}
