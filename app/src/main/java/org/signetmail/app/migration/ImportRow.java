package org.signetmail.app.migration;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.archive.KeyImport;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.Mailbox;

/**
 * What came of one key, or of a file that gave none.
 *
 * @param key the key's id; empty when the file gave none
 * @param certificate issuer and serial number of the first certificate; empty when there is none
 * @param outcome a word: archived, there-already, due, only-signs, the code of a finding, or why a
 *     file was not read
 * @param line one clear line where something could not come, else empty
 * @param warning one clear line about what came, else empty
 */
public record ImportRow(
    String file,
    String key,
    Optional<Mailbox> owner,
    String certificate,
    String outcome,
    String line,
    String warning) {

  /** One key of a file. */
  static ImportRow of(String file, KeyImport.Result result, String warning) {
    String certificate =
        result.certificates().stream().findFirst().map(ImportRow::named).orElse("");
    String[] came =
        switch (result.outcome()) {
          case KeyImport.Outcome.Archived _ -> new String[] {"archived", ""};
          case KeyImport.Outcome.ThereAlready _ -> new String[] {"there-already", ""};
          case KeyImport.Outcome.Due _ -> new String[] {"due", ""};
          case KeyImport.Outcome.OnlySigns _ -> new String[] {"only-signs", ""};
          case KeyImport.Outcome.Refused(List<Finding> findings) ->
              new String[] {findings.getFirst().code().code(), findings.getFirst().line()};
        };
    return new ImportRow(
        file, result.key().hex(), result.owner(), certificate, came[0], came[1], warning);
  }

  /** A file that is no key file, or does not open. */
  static ImportRow of(String file, KeyFile.Unreadable why) {
    String word = why.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new ImportRow(
        file, "", Optional.empty(), "", word, String.valueOf(why.getMessage()), "");
  }

  /** A sealed key that was not taken. */
  static ImportRow of(String file, Finding finding) {
    return of(file, finding.code().code(), finding.line());
  }

  /** A file whose key could not be taken for another reason. */
  static ImportRow of(String file, String word, String line) {
    return new ImportRow(file, "", Optional.empty(), "", word, line, "");
  }

  /** Whether the key came in just now. */
  boolean isArchived() {
    return outcome.equals("archived");
  }

  /** Whether nothing was lost on the way. */
  public boolean isFine() {
    return line.isEmpty();
  }

  /** A line of a report. */
  public static String csv(String... cells) {
    return Csv.line(List.of(cells));
  }

  private static String named(Certificate certificate) {
    return certificate.issuer() + " " + certificate.serialHex();
  }
}
