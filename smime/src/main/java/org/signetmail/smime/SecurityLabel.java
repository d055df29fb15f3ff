package org.signetmail.smime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How sensitive a signer says the content is (ESSSecurityLabel, RFC 2634 §3.2). What follows from
 * it is the policy's to say. Immutable.
 *
 * @param policy object identifier of the security policy by which it is to be understood
 * @param classification 0 to 256; the policy gives its meaning
 * @param privacyMark for people
 * @param categories object identifiers of further markings, whose values are not read; none are
 *     made
 */
public record SecurityLabel(
    String policy,
    Optional<Integer> classification,
    Optional<String> privacyMark,
    List<String> categories) {
  private static final List<String> BASIC =
      List.of("unmarked", "unclassified", "restricted", "confidential", "secret", "top-secret");
  private static final int MOST = 256;

  /**
   * @throws IllegalArgumentException when the classification is out of its range
   */
  public SecurityLabel {
    categories = List.copyOf(categories);
    if (classification.filter(c -> c < 0 || c > MOST).isPresent()) {
      throw new IllegalArgumentException(
          "label: its classification "
              + classification.get()
              + " is not between 0 and 256 (RFC 2634 §3.2); see the security policy");
    }
  }

  /**
   * The labels that the signatures around a message claim, equivalents too. The signatures are not
   * checked, so a label may be anybody's word.
   *
   * @throws MalformedMessage when a signature cannot be read
   */
  public static List<SecurityLabel> claimed(Octets message, Budget budget) throws IOException {
    return LayerFacts.labels(message, budget);
  }

  /** What it says, word by word: the classification, the privacy mark, the policy. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    classification.ifPresent(c -> words.add(word(c)));
    privacyMark.ifPresent(words::add);
    words.add(policy);
    return words;
  }

  /** For people: {@code confidential, "Company Proprietary" (policy 1.2.3)}. */
  public String text() {
    StringBuilder text = new StringBuilder();
    classification.ifPresent(c -> text.append(word(c)).append(' '));
    privacyMark.ifPresent(mark -> text.append('"').append(mark).append("\" "));
    return text.append("(policy ").append(policy).append(')').toString();
  }

  /** The number of one of the six basic classifications (RFC 2634 §3.2). */
  public static Optional<Integer> basic(String word) {
    int at = BASIC.indexOf(word);
    return at < 0 ? Optional.empty() : Optional.of(at);
  }

  private static String word(int classification) {
    return classification < BASIC.size()
        ? BASIC.get(classification)
        : "classification " + classification;
  }
}
