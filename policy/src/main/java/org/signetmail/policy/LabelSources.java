package org.signetmail.policy;

import java.util.List;
import java.util.Locale;

/**
 * Where a message says how sensitive it is.
 *
 * @param headers names of fields, in lower case, whose words are labels
 */
public record LabelSources(List<String> headers, SecurityLabels securityLabels) {
  /** Nowhere. */
  public static final LabelSources NONE = new LabelSources(List.of(), SecurityLabels.IGNORE);

  public LabelSources {
    headers = List.copyOf(headers);
  }

  /** What counts of the labels in signatures (ESSSecurityLabel, RFC 2634 §3.2). */
  public enum SecurityLabels implements Word {
    READ("read"),
    IGNORE("ignore");

    private final String word;

    SecurityLabels(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  static LabelSources read(YamlMapping labels) throws YamlProblem {
    labels.allow("headers", "security-labels");
    List<String> headers =
        labels.texts("headers").stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    for (String name : headers) {
      if (!name.matches("[!-9;-~]+")) {
        throw new YamlProblem(
            labels.placeOf("headers"),
            "'" + name + "' is no field name (RFC 5322 §2.2)",
            "write names such as Keywords");
      }
    }
    return new LabelSources(
        headers,
        labels
            .optional("security-labels", word -> Word.of(word, SecurityLabels.values()))
            .orElse(SecurityLabels.IGNORE));
  }
}
