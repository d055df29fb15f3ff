package org.signetmail.policy.internal;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.compiler.CelCompiler;
import dev.cel.parser.CelUnparser;
import dev.cel.parser.CelUnparserFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.policy.Explanation.Clause;

/**
 * Says which parts of a condition keep it from holding: of parts joined by {@code &&} those that do
 * not hold, of parts joined by {@code ||} all. Safe for use by many threads.
 */
final class Reasons {
  private static final String AND = "_&&_";
  private static final String OR = "_||_";
  private static final int SHOWN = 80;
  private static final Pattern FIRST = Pattern.compile("headers\\.first\\(\"([^\"]+)\"\\)");

  private final CelCompiler compiler;
  private final CelRuntime runtime;
  private final CelAbstractSyntaxTree parsed;

  /**
   * @param parsed and not yet type-checked
   */
  Reasons(CelCompiler compiler, CelRuntime runtime, CelAbstractSyntaxTree parsed) {
    this.compiler = compiler;
    this.runtime = runtime;
    this.parsed = parsed;
  }

  List<Clause> against(Map<String, Object> values) {
    List<Clause> clauses = new ArrayList<>();
    collect(parsed.getExpr(), values, clauses);
    return clauses;
  }

  private void collect(CelExpr part, Map<String, Object> values, List<Clause> clauses) {
    if (part.exprKind().getKind() == ExprKind.Kind.CALL
        && (part.call().function().equals(AND) || part.call().function().equals(OR))) {
      part.call().args().forEach(operand -> collect(operand, values, clauses));
      return;
    }
    CelAbstractSyntaxTree tree = CelAbstractSyntaxTree.newParsedAst(part, parsed.getSource());
    String trouble = "";
    try {
      if (Boolean.TRUE.equals(runtime.createProgram(compiler.check(tree).getAst()).eval(values))) {
        return;
      }
    } catch (CelEvaluationException e) {
      trouble = Condition.oneLine(e);
    } catch (CelValidationException e) {
      throw new IllegalStateException("condition: a part of it is none: " + e.getMessage(), e);
    }
    CelUnparser unparser = CelUnparserFactory.newUnparser();
    String text = unparser.unparse(tree);
    clauses.add(new Clause(text, lookedAt(text, values), trouble));
  }

  private static List<String> lookedAt(String text, Map<String, Object> values) {
    List<String> looked = new ArrayList<>();
    for (String word : new TreeSet<>(ConditionCompiler.words(text))) {
      if (!word.equals("headers")) {
        looked.add(word + " = " + shown(values.get(word)));
      }
    }
    Matcher first = FIRST.matcher(text);
    while (first.find() && values.get("headers") instanceof Map<?, ?> headers) {
      looked.add(
          "headers.first('"
              + first.group(1)
              + "') = "
              + shown(ConditionCompiler.first(headers, first.group(1))));
    }
    return looked;
  }

  private static String shown(@org.jspecify.annotations.Nullable Object value) {
    String text = value instanceof String string ? "'" + string + "'" : String.valueOf(value);
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
