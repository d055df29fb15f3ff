package org.signetmail.web.acme;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.signetmail.enrolment.acme.Problem;
import org.signetmail.enrolment.acme.Refusal;

/**
 * What a request is answered.
 *
 * @param headers besides those that every answer has
 */
record AcmeAnswer(int status, String mediaType, byte[] body, List<Header> headers) {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  AcmeAnswer {
    headers = List.copyOf(headers);
  }

  record Header(String name, String value) {}

  static AcmeAnswer object(int status, Map<String, ?> object) {
    return new AcmeAnswer(status, JSON, StrictJson.write(object), List.of());
  }

  static AcmeAnswer empty(int status) {
    return new AcmeAnswer(status, "", new byte[0], List.of());
  }

  /** A problem document (RFC 7807, RFC 8555 §6.7). */
  static AcmeAnswer of(Refusal refusal) {
    Map<String, Object> document = problem(refusal.problem(), refusal.status());
    if (refusal.problem().type() == Problem.Type.BAD_SIGNATURE_ALGORITHM) {
      document.put("algorithms", AccountJwk.ALGORITHMS);
    }
    AcmeAnswer answer =
        new AcmeAnswer(refusal.status(), PROBLEM, StrictJson.write(document), List.of());
    return refusal
        .retryAfter()
        .map(time -> answer.with("Retry-After", Long.toString(time.toSeconds())))
        .orElse(answer);
  }

  static Map<String, Object> problem(Problem problem, int status) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", problem.type().urn());
    document.put("detail", problem.detail());
    document.put("status", status);
    return document;
  }

  AcmeAnswer with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new AcmeAnswer(status, mediaType, body, more);
  }
}
