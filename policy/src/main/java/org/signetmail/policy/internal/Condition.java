package org.signetmail.policy.internal;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A compiled condition over the words of {@link Vocabulary}. Safe for use by many threads. */
public final class Condition {
  /** Holds for every message. */
  public static final Condition ALWAYS = new Condition("", Set.of(), null);

  private final String text;
  private final Set<String> words;
  private final CelRuntime.@Nullable Program program;

  Condition(String text, Set<String> words, CelRuntime.@Nullable Program program) {
    this.text = text;
    this.words = words;
    this.program = program;
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  /** Whether it looks at this word, or at one that begins with it and a full stop. */
  public boolean mentions(String word) {
    return words.stream().anyMatch(w -> w.equals(word) || w.startsWith(word + "."));
  }

  /**
   * Whether it holds.
   *
   * @throws ConditionFailed when it cannot be worked out, as when it reads a header field that is
   *     not there
   */
  public boolean holds(Map<String, Object> values) throws ConditionFailed {
    if (program == null) {
      return true;
    }
    try {
      return Boolean.TRUE.equals(program.eval(values));
    } catch (CelEvaluationException e) {
      throw new ConditionFailed(
          String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown"));
    }
  }
}
