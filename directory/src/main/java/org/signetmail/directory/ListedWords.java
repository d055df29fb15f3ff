package org.signetmail.directory;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.signetmail.pkix.Mailbox;

/** The words by whose beginnings people are found: runs of letters and digits, in lower case. */
public final class ListedWords {
  /** No more are kept for one mailbox, and none longer. */
  private static final int MOST = 16;

  private static final int LONGEST = 64;
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private ListedWords() {}

  /** Of a name and of the local part of a mailbox. The domain is everybody's, so it is no word. */
  public static Set<String> of(String name, Mailbox mailbox) {
    Set<String> words = of(name);
    for (String word : of(mailbox.localPart())) {
      if (words.size() < MOST) {
        words.add(word);
      }
    }
    return words;
  }

  /** Of a text. */
  public static Set<String> of(String text) {
    Set<String> words = new TreeSet<>();
    String even = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    for (String word : BETWEEN.split(even)) {
      if (!word.isEmpty() && words.size() < MOST) {
        words.add(word.length() > LONGEST ? word.substring(0, LONGEST) : word);
      }
    }
    return words;
  }
}
