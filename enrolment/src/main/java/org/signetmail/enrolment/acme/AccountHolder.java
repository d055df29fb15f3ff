package org.signetmail.enrolment.acme;

import java.util.Locale;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.Mailbox;

/** For whom an account may order. Each has one text that stands for it in the store. */
public sealed interface AccountHolder {
  /** The account is bound to nobody: it may order for any mailbox of ours that then answers. */
  record Anybody() implements AccountHolder {
    @Override
    public String text() {
      return "anybody";
    }
  }

  /** One person, for their own mailbox. */
  record OfPerson(Mailbox mailbox) implements AccountHolder {
    @Override
    public String text() {
      return "person:" + mailbox;
    }
  }

  /** A program that orders for the people of a group, each of whom answers. */
  record OfGroup(String group) implements AccountHolder {
    @Override
    public String text() {
      return "group:" + group;
    }
  }

  String text();

  /**
   * The holder that this text stands for.
   *
   * @throws IllegalArgumentException when it is none
   */
  static AccountHolder of(String text) {
    String[] parts = text.split(":", 2);
    return switch (parts[0]) {
      case "anybody" -> new Anybody();
      case "person" -> new OfPerson(Mailbox.of(parts[1]));
      case "group" -> new OfGroup(parts[1]);
      default -> throw new IllegalArgumentException("account holder: '" + text + "' is none");
    };
  }

  /** Whether this holder may order for a person. */
  default boolean mayOrderFor(Person person) {
    return switch (this) {
      case Anybody() -> true;
      case OfPerson(Mailbox mailbox) -> mailbox.equals(person.mailbox());
      case OfGroup(String group) ->
          person.groups().stream()
              .anyMatch(one -> one.toLowerCase(Locale.ROOT).equals(group.toLowerCase(Locale.ROOT)));
    };
  }
}
