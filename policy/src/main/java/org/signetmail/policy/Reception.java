package org.signetmail.policy;

import java.util.Optional;
import org.signetmail.pkix.Mailbox;

/**
 * What is done to mail from outside, besides being handed on. None of it reaches into what a
 * signature covers.
 *
 * @param open what is encrypted to a key that the gateway holds for the recipient
 * @param subjectMark stands before the subject in the message's own header
 * @param banner a text above the message, where no signature would be broken by it
 * @param quarantine who gets the whole message as an attachment, in place of the recipient
 */
public record Reception(
    Open open,
    Optional<String> subjectMark,
    Optional<String> banner,
    Optional<Mailbox> quarantine) {
  /** Nothing. */
  public static final Reception NONE =
      new Reception(Open.NO, Optional.empty(), Optional.empty(), Optional.empty());

  /** What is opened here. */
  public enum Open implements Word {
    NO("no"),
    /**
     * What is proven: by authenticated encryption, or by a signature inside that passed (EFAIL).
     */
    PROVEN("proven"),
    /** Also what nothing proves: whoever changed it on the way may read it by what it does. */
    UNPROVEN("dangerous-unproven");

    private final String word;

    Open(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  static Reception read(YamlMapping deliver) throws YamlProblem {
    Reception reception =
        new Reception(
            deliver.optional("open", word -> Word.of(word, Open.values())).orElse(Open.NO),
            deliver.optional("mark-subject", text -> line(text, MOST_MARK)),
            deliver.optional("banner", text -> line(text, MOST_BANNER)),
            deliver.optional("quarantine", Mailbox::of));
    boolean goesElsewhere = reception.quarantine().isPresent();
    if (goesElsewhere && !reception.equals(NONE.to(reception.quarantine()))) {
      throw new YamlProblem(
          deliver.placeOf("quarantine"),
          "'quarantine' keeps the message as it came",
          "leave open, mark-subject and banner away");
    }
    return reception;
  }

  private static final int MOST_MARK = 40;
  private static final int MOST_BANNER = 1_000;

  private static String line(String text, int most) {
    if (text.isBlank() || text.length() > most || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("is not one line of 1 to " + most + " characters");
    }
    return text.strip();
  }

  private Reception to(Optional<Mailbox> mailbox) {
    return new Reception(open, subjectMark, banner, mailbox);
  }

  /** The same, and nothing is opened. */
  public Reception unopened() {
    return new Reception(Open.NO, subjectMark, banner, quarantine);
  }

  String because() {
    StringBuilder text = new StringBuilder();
    if (open != Open.NO) {
      text.append("; it is opened where a key for the recipient is here");
    }
    subjectMark.ifPresent(mark -> text.append("; the subject is marked '" + mark + "'"));
    banner.ifPresent(b -> text.append("; a banner stands above an unsigned text"));
    quarantine.ifPresent(to -> text.append("; it goes to " + to + " and not to the recipient"));
    return text.toString();
  }
}
