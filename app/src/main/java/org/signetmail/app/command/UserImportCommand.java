package org.signetmail.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.migration.PeopleList;
import org.signetmail.app.organization.Organization;
import org.signetmail.enrolment.Enrolment;
import org.signetmail.enrolment.Person;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet user import}: many people at once. */
@Command(
    name = "import",
    header = {"Example: signet user import people.csv --group berlin", ""},
    description = {
      "Adds everybody of a table with the columns address, name and groups. Who is known already",
      "stays as they are, so an interrupted run is simply begun again. Nobody gets mail by this:",
      "'signet enrol invite --group' does that, wave by wave."
    })
final class UserImportCommand implements Callable<Integer> {
  private static final int MOST_SHOWN = 20;

  @Mixin private HomeOption home = new HomeOption();

  @Parameters(paramLabel = "PEOPLE.csv", description = "The table, in UTF-8 (RFC 4180).")
  private Path file = Path.of("");

  @Option(
      names = "--group",
      description = "A group for all of them, beside those in the table; repeatable.")
  private Set<String> groups = new HashSet<>();

  @Option(names = "--dry-run", description = "Look at everything, add nobody.")
  private boolean dryRun;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open()) {
      PeopleList list =
          PeopleList.of(
              Input.smallFile(file, "a table"), file.toString(), organization::ourMailbox);
      if (!list.problems().isEmpty()) {
        throw refused(list.problems());
      }
      Report report = run(organization, list.rows());
      if (json) {
        report.json();
      } else {
        report.text(dryRun);
      }
    }
    return ExitCode.DONE.number();
  }

  private static Failure refused(List<String> problems) {
    problems.stream().limit(MOST_SHOWN).forEach(System.err::println);
    return new Failure(
        ExitCode.UNREADABLE,
        problems.size() + " rows are no people of ours; correct them, nobody was added");
  }

  private Report run(Organization organization, List<PeopleList.Row> rows) throws Exception {
    Enrolment enrolment = organization.enrolling().enrolment();
    List<String> differing = new ArrayList<>();
    long added = 0;
    try (Rate rate = new Rate("import", "people")) {
      long done = 0;
      for (PeopleList.Row row : rows) {
        Set<String> all = new HashSet<>(row.groups());
        all.addAll(groups);
        Optional<Person> known = organization.store().people().find(row.mailbox());
        if (known.isEmpty()) {
          if (!dryRun) {
            enrolment.invite(row.mailbox(), row.name(), all);
          }
          added++;
        } else if (!known.get().name().equals(row.name()) || !known.get().groups().equals(all)) {
          differing.add(row.mailbox().toString());
        }
        rate.of(++done, rows.size() - done);
      }
    }
    return new Report(added, rows.size() - added, differing);
  }

  /**
   * @param differing who is known under another name or in other groups
   */
  private record Report(long added, long known, List<String> differing) {
    void json() {
      Json.print(
          System.out,
          out -> {
            out.writeStartObject();
            out.writeNumberProperty("added", added);
            out.writeNumberProperty("known", known);
            out.writeArrayPropertyStart("differing");
            differing.forEach(out::writeString);
            out.writeEndArray();
            out.writeEndObject();
          });
    }

    void text(boolean isDry) {
      System.out.println(
          added + (isDry ? " would be added, " : " added, ") + known + " known already");
      differing.stream()
          .limit(MOST_SHOWN)
          .forEach(one ->
              System.out.println(
                  "  " + one + " has another name or other groups here, and keeps them"));
      if (differing.size() > MOST_SHOWN) {
        System.out.println("  and " + (differing.size() - MOST_SHOWN) + " others; --json has all");
      }
    }
  }
}
