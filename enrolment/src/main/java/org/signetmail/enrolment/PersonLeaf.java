package org.signetmail.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.tlog.Commitment;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;

/**
 * The entry that a change of a person leaves in the log: the new state in public, and behind
 * commitments whose it is and all that is known of them. So a row of a person that was changed,
 * taken away or brought back beside the log shows, to whoever has the openings; and the public
 * cannot tell that two entries are about one person.
 */
public final class PersonLeaf {
  private static final String MAILBOX = "mailbox";
  private static final String PERSON = "person";

  private PersonLeaf() {}

  /** The entry of what a person is from now on. */
  public static LogEntry of(Person person, Instant at, SecureRandom random) {
    return LogEntry.of(EntryType.PERSON_CHANGED, at)
        .with("state", person.state().name().toLowerCase(Locale.ROOT))
        .committing(MAILBOX, person.mailbox().key(), random)
        .committing(PERSON, content(person), random);
  }

  /** Whose entry it is, by {@link org.signetmail.pkix.Mailbox#key}; empty without its opening. */
  public static Optional<String> mailbox(LogEntry entry) {
    return Optional.ofNullable(entry.opening().get(MAILBOX)).map(Commitment::value);
  }

  /** What an entry says of its person, as a digest; empty without its opening. */
  public static Optional<Hash> says(LogEntry entry) {
    return Optional.ofNullable(entry.opening().get(PERSON)).map(opened -> digest(opened.value()));
  }

  /** What the newest entry of a person has to say. */
  public static Hash digest(Person person) {
    return digest(content(person));
  }

  private static Hash digest(String content) {
    return Hash.sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  /** All that is kept, a line each; groups in their order. */
  private static String content(Person person) {
    return Stream.concat(
            Stream.of(
                person.mailbox().toString(),
                person.name(),
                person.state().name(),
                person.since().toString()),
            person.groups().stream().sorted())
        .collect(Collectors.joining("\n"));
  }
}
