package org.signetmail.policy;

import java.time.Duration;
import java.util.function.Function;
import org.signetmail.policy.Treatment.Encrypt;

/**
 * How mail goes to those without a certificate where a rule says {@code no-certificate:
 * password-form}.
 *
 * @param form what they get
 * @param largestPage of a message that goes as a page, in octets as it came
 * @param larger what becomes of a larger one
 * @param passwords where the password comes from
 * @param lifetime after which a password that was made here is replaced
 */
public record PasswordForms(
    Form form, long largestPage, Larger larger, Passwords passwords, Duration lifetime) {
  private static final long MOST_PAGE = 25_000_000;
  private static final long MOST_DAYS = 3_650;

  /** A page up to 5 MB, passwords made here, for a year. */
  public static final PasswordForms STANDARD =
      new PasswordForms(Form.PAGE, 5_000_000, Larger.CMS, Passwords.MADE, Duration.ofDays(365));

  /** What the recipient gets. */
  public enum Form implements Word {
    /** One HTML file that any browser opens. */
    PAGE("page"),
    /** CMS with PasswordRecipientInfo (RFC 5652 §6.2.4). */
    CMS("cms");

    private final String word;

    Form(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** What becomes of a message too large for a page. */
  public enum Larger implements Word {
    CMS("cms"),
    REFUSE("refuse");

    private final String word;

    Larger(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** Where a recipient's password comes from. */
  public enum Passwords implements Word {
    /** Made at first use and told to the sender; one that was agreed takes its place. */
    MADE("made"),
    /** Only what an administrator set: whoever has none is refused. */
    AGREED("agreed");

    private final String word;

    Passwords(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  static PasswordForms read(YamlMapping group) throws YamlProblem {
    group.allow("form", "largest-page", "larger", "passwords", "lifetime-days");
    return new PasswordForms(
        group.optional("form", one(Form.values())).orElse(STANDARD.form()),
        group
            .optional("largest-page", text -> number(text, MOST_PAGE, "octets"))
            .orElse(STANDARD.largestPage()),
        group.optional("larger", one(Larger.values())).orElse(STANDARD.larger()),
        group.optional("passwords", one(Passwords.values())).orElse(STANDARD.passwords()),
        group
            .optional("lifetime-days", text -> Duration.ofDays(number(text, MOST_DAYS, "days")))
            .orElse(STANDARD.lifetime()));
  }

  /**
   * The form for a message.
   *
   * @param needsReaders whether somebody besides must be able to open it: nobody else opens a page
   * @return {@link Encrypt#NO} when it is too large for any
   */
  Encrypt of(long octets, boolean needsReaders) {
    if (form == Form.CMS || needsReaders) {
      return Encrypt.TO_PASSWORD_CMS;
    }
    if (octets <= largestPage) {
      return Encrypt.TO_PASSWORD_PAGE;
    }
    return larger == Larger.CMS ? Encrypt.TO_PASSWORD_CMS : Encrypt.NO;
  }

  private static <W extends Enum<W> & Word> Function<String, W> one(W[] values) {
    return word -> Word.of(word, values);
  }

  private static long number(String text, long most, String unit) {
    if (!text.matches("[0-9]{1,12}") || Long.parseLong(text) < 1 || Long.parseLong(text) > most) {
      throw new IllegalArgumentException(
          "'" + text + "' is no number of " + unit + " from 1 to " + most);
    }
    return Long.parseLong(text);
  }
}
