package org.signetmail.enrolment.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which CAA records let us issue (RFC 9495 §5 has most of these rows). */
class IssueMailTest {
  /** Records as name, flags, tag, value; the answer as the problem's type, or nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      nullValues = "-",
      value = {
        "-        | -",
        "-        | mail.client.example 0 issue \"authority.example\"",
        "CAA      | mail.client.example 0 issuemail \";\"",
        "-        | mail.client.example 0 issuemail \"authority.example\"",
        "-        | mail.client.example 0 issuemail \"authority.example; account=123456\"",
        "-        | mail.client.example 0 issuemail \"  AUTHORITY.example ;\"",
        "-        | mail.client.example 0 issuemail \";\" & mail.client.example 0 issuemail"
            + " \"authority.example\"",
        "CAA      | mail.client.example 0 issuemail \"%%%%%\"",
        "CAA      | mail.client.example 0 issuemail \"other.example\"",
        "CAA      | mail.client.example 0 issuemail \"authority.example account=1\"",
        "CAA      | mail.client.example 0 issuemail \"authority.example; account\"",
        "CAA      | mail.client.example 0 issuemail \"\"",
        "CAA      | client.example 0 issuemail \"other.example\"",
        "CAA      | example 0 issuemail \"other.example\"",
        "-        | mail.client.example 0 issue \"x.example\" & client.example 0 issuemail"
            + " \"other.example\"",
        "-        | mail.client.example 128 issue \"other.example\"",
        "CAA      | mail.client.example 128 tbs \"unknown\"",
        "-        | mail.client.example 0 tbs \"unknown\"",
        "CAA      | mail.client.example 128 tbs \"x\" & mail.client.example 0 issuemail"
            + " \"authority.example\"",
        "DNS      | silence",
      })
  void whoIsNamedMayIssue(String problem, String records) {
    List<String> lines = records == null ? List.of() : List.of(records.split(" & "));
    MailCaa dns =
        domain -> {
          if (lines.contains("silence")) {
            throw new IOException("no answer");
          }
          List<MailCaa.Property> found = new ArrayList<>();
          for (String line : lines) {
            String[] parts = line.split(" ", 4);
            if (parts[0].equals(domain)) {
              found.add(
                  new MailCaa.Property(
                      Integer.parseInt(parts[1]), parts[2], parts[3].replace("\"", "")));
            }
          }
          return found;
        };
    Optional<Problem> objection =
        new IssueMail(dns, Set.of("authority.example")).objection("mail.client.example");
    assertEquals(
        Optional.ofNullable(problem).map(String::strip).map(Problem.Type::valueOf),
        objection.map(Problem::type),
        () -> records + ": " + objection);
  }
}
