package org.signetmail.policy;

import java.util.Optional;

/**
 * What a recipient reads for whom mail waits until there is a certificate.
 *
 * @param subject one line
 * @param text plain text; {@code {author}} stands for the address of who wrote the mail that waits
 */
public record InvitationText(String subject, String text) {
  /** In the words of the program. */
  public static final InvitationText STANDARD =
      new InvitationText(
          "A confidential message waits for you",
          """
          {author} has written you a message that may only be sent encrypted, and we
          know of no certificate of yours to encrypt it to.

          If you have a certificate (S/MIME), please answer this mail with a signed one:
          that is all we need, and the message follows by itself.

          If you have none, your own IT department or a public certification authority
          issues one for your address. Please tell {author} if that is not possible.

          This mail was written by a machine. It holds nothing of the message that waits.
          """);

  public InvitationText {
    if (subject.isBlank() || subject.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("invitation: its subject must be one line of text");
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("invitation: has no text");
    }
  }

  static InvitationText read(YamlMapping group) throws YamlProblem {
    group.allow("subject", "text");
    Optional<String> subject = group.optionalText("subject");
    Optional<String> text = group.optionalText("text");
    try {
      return new InvitationText(subject.orElse(STANDARD.subject()), text.orElse(STANDARD.text()));
    } catch (IllegalArgumentException e) {
      throw new YamlProblem(group.place(), String.valueOf(e.getMessage()), "give subject and text");
    }
  }
}
