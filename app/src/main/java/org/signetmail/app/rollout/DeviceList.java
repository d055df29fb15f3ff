package org.signetmail.app.rollout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.migration.Csv;
import org.signetmail.pkix.Mailbox;
import org.signetmail.rollout.MailTally;

/**
 * Mail programs as a device management system lists them: a table (RFC 4180) whose first line names
 * the columns {@code mailbox}, {@code program} and, if it has one, {@code version}. What is no mail
 * program is for the table of mail programs to say.
 */
public final class DeviceList {
  private static final Map<String, String> OTHER_HEADINGS =
      Map.ofEntries(
          Map.entry("mail", "mailbox"),
          Map.entry("email", "mailbox"),
          Map.entry("email address", "mailbox"),
          Map.entry("user principal name", "mailbox"),
          Map.entry("user", "mailbox"),
          Map.entry("application", "program"),
          Map.entry("application name", "program"),
          Map.entry("app", "program"),
          Map.entry("client", "program"),
          Map.entry("mail client", "program"),
          Map.entry("application version", "version"),
          Map.entry("app version", "version"));

  private DeviceList() {}

  /**
   * Counts every row.
   *
   * @param name how errors name the list
   */
  public static void count(byte[] octets, String name, MailTally tally) {
    try {
      count(Csv.rows(new String(octets, StandardCharsets.UTF_8)), tally);
    } catch (IOException | IllegalArgumentException e) {
      throw new Failure(
          ExitCode.UNREADABLE,
          name + ": " + e.getMessage() + "; give a table with columns mailbox,program,version",
          e);
    }
  }

  private static void count(List<List<String>> rows, MailTally tally) throws IOException {
    List<String> heading =
        rows.isEmpty() ? List.of() : rows.getFirst().stream().map(DeviceList::heading).toList();
    int mailbox = heading.indexOf("mailbox");
    int program = heading.indexOf("program");
    int version = heading.indexOf("version");
    if (mailbox < 0 || program < 0) {
      throw new IOException("has no columns 'mailbox' and 'program' in its first line");
    }
    for (List<String> row : rows.subList(1, rows.size())) {
      if (!cell(row, mailbox).isEmpty() && !cell(row, program).isEmpty()) {
        tally.addProgram(Mailbox.of(cell(row, mailbox)), cell(row, program), cell(row, version));
      }
    }
  }

  private static String cell(List<String> row, int column) {
    return column >= 0 && column < row.size() ? row.get(column).strip() : "";
  }

  private static String heading(String cell) {
    String word = cell.strip().toLowerCase(Locale.ROOT);
    return OTHER_HEADINGS.getOrDefault(word, word);
  }
}
