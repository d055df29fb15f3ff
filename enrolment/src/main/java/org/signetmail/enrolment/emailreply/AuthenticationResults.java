package org.signetmail.enrolment.emailreply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a mail server found out about who sent a message: one {@code Authentication-Results} field
 * (RFC 8601 §2.2).
 *
 * @param server the server's authserv-id, in lower case
 */
record AuthenticationResults(String server, List<Result> results) {
  /**
   * One method's result.
   *
   * @param method {@code dkim}, {@code spf} …
   * @param result {@code pass}, {@code fail} …
   * @param properties such as {@code header.d}; names and values in lower case
   */
  record Result(String method, String result, Map<String, String> properties) {}

  AuthenticationResults {
    results = List.copyOf(results);
  }

  /** Empty when it cannot be read. */
  static Optional<AuthenticationResults> of(String value) {
    List<List<String>> clauses = clauses(value);
    if (clauses.getFirst().isEmpty()) {
      return Optional.empty();
    }
    List<Result> results = new ArrayList<>();
    for (List<String> words : clauses.subList(1, clauses.size())) {
      if (words.size() >= 3 && words.get(1).equals("=")) {
        String method = words.getFirst().split("/", 2)[0];
        results.add(new Result(method, words.get(2), properties(words.subList(3, words.size()))));
      }
    }
    return Optional.of(new AuthenticationResults(clauses.getFirst().getFirst(), results));
  }

  private static Map<String, String> properties(List<String> words) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 0; i + 2 < words.size(); i++) {
      if (words.get(i + 1).equals("=")) {
        properties.putIfAbsent(words.get(i), words.get(i + 2));
      }
    }
    return properties;
  }

  /** What stands between semicolons, word by word, comments left out (RFC 5322 §3.2.2). */
  private static List<List<String>> clauses(String value) {
    List<List<String>> clauses = new ArrayList<>(List.of(new ArrayList<>()));
    StringBuilder word = new StringBuilder();
    int depth = 0;
    boolean isQuoted = false;
    for (int i = 0; i <= value.length(); i++) {
      char c = i < value.length() ? value.charAt(i) : ' ';
      if ((depth > 0 || isQuoted) && c == '\\') {
        i++;
        if (isQuoted && i < value.length()) {
          word.append(value.charAt(i));
        }
      } else if (depth > 0) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      } else if (isQuoted) {
        isQuoted = c != '"';
        if (isQuoted) {
          word.append(c);
        }
      } else if (c == '"') {
        isQuoted = true;
      } else if (c == '(' || c == ';' || c == '=' || Character.isWhitespace(c)) {
        end(word, clauses.getLast());
        depth = c == '(' ? 1 : 0;
        if (c == '=') {
          clauses.getLast().add("=");
        } else if (c == ';') {
          clauses.add(new ArrayList<>());
        }
      } else {
        word.append(c);
      }
    }
    return clauses;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString().toLowerCase(Locale.ROOT));
      word.setLength(0);
    }
  }
}
