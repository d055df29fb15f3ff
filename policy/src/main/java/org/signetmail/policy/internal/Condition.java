package org.signetmail.policy.internal;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.policy.Explanation;

/** A compiled condition over the words of {@link Vocabulary}. Safe for use by many threads. */
public final class Condition {
  /** Holds for every message. */
  public static final Condition ALWAYS = new Condition("", Set.of(), null, null);

  private final String text;
  private final Set<String> words;
  private final CelRuntime.@Nullable Program program;
  private final @Nullable Reasons reasons;

  Condition(
      String text,
      Set<String> words,
      CelRuntime.@Nullable Program program,
      @Nullable Reasons reasons) {
    this.text = text;
    this.words = words;
    this.program = program;
    this.reasons = reasons;
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  /** Whether it looks at this word, or at one that begins with it and a full stop. */
  public boolean mentions(String word) {
    return words.stream().anyMatch(w -> w.equals(word) || w.startsWith(word + "."));
  }

  /** The parts that keep it from holding; none when it holds. For people, and slow. */
  public List<Explanation.Clause> why(Map<String, Object> values) {
    return reasons == null ? List.of() : reasons.against(values);
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
      throw new ConditionFailed(oneLine(e));
    }
  }

  static String oneLine(CelEvaluationException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown");
  }
}
