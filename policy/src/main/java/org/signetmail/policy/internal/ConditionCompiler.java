package org.signetmail.policy.internal;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compiles conditions in the Common Expression Language: typed, without loops of their own, regular
 * expressions in linear time (RE2). Beside the language's own functions there is {@code
 * headers.first('name')}, which is empty when there is no such field.
 */
public final class ConditionCompiler {
  private static final int LONGEST = 10_000;
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(LONGEST)
          .comprehensionMaxIterations(10_000)
          .enableHeterogeneousNumericComparisons(true)
          .build();
  private static final String FIRST = "headers_first_string";

  private final CelCompiler compiler;
  private final CelRuntime runtime;

  public ConditionCompiler() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(
                    "first",
                    CelOverloadDecl.newMemberOverload(
                        FIRST, SimpleType.STRING, Vocabulary.HEADERS, SimpleType.STRING)))
            .setResultType(SimpleType.BOOL);
    Vocabulary.WORDS.forEach(builder::addVar);
    this.compiler = builder.build();
    this.runtime =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .addFunctionBindings(
                CelFunctionBinding.from(FIRST, Map.class, String.class, ConditionCompiler::first))
            .build();
  }

  /**
   * @throws ConditionProblem with everything that is wrong
   */
  public Condition compile(String text) throws ConditionProblem {
    try {
      CelAbstractSyntaxTree parsed = compiler.parse(text).getAst();
      CelRuntime.Program program = runtime.createProgram(compiler.check(parsed).getAst());
      return new Condition(text, words(text), program, new Reasons(compiler, runtime, parsed));
    } catch (CelValidationException e) {
      throw new ConditionProblem(e.getErrors().stream().map(i -> issue(i, text)).toList());
    } catch (CelEvaluationException e) {
      throw new ConditionProblem(
          List.of(new ConditionProblem.Issue(String.valueOf(e.getMessage()), 1, "simplify it")));
    }
  }

  private static ConditionProblem.Issue issue(CelIssue issue, String text) {
    String what = issue.getMessage().lines().findFirst().orElse("cannot be read");
    String hint =
        what.startsWith("undeclared reference")
            ? "known are " + String.join(", ", Vocabulary.WORDS.keySet())
            : "correct it (cel.dev)";
    int line = issue.getSourceLocation().getLine();
    int before = text.lines().limit(Math.max(0, line - 1)).mapToInt(l -> l.length() + 1).sum();
    return new ConditionProblem.Issue(
        what, before + issue.getSourceLocation().getColumn() + 1, hint);
  }

  /** By text: a word that stands in a string constant counts too, which costs a lookup at worst. */
  static Set<String> words(String text) {
    return Vocabulary.WORDS.keySet().stream()
        .filter(text::contains)
        .collect(Collectors.toUnmodifiableSet());
  }

  static Object first(Map<?, ?> headers, String name) {
    return headers.get(name.toLowerCase(Locale.ROOT)) instanceof List<?> values && !values.isEmpty()
        ? values.getFirst()
        : "";
  }
}
