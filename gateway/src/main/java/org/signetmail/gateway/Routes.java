package org.signetmail.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * Which next hop takes the mail for which domain. A name is a domain, as A-labels in lower case, or
 * {@code *.example.com} for all below it; the longest that fits counts. Safe for use by many
 * threads.
 */
public final class Routes implements NextHop {
  private final Map<String, NextHop> byDomain;
  private final NextHop otherwise;
  private final Optional<NextHop> reports;

  /**
   * Routes whose reports go by themselves.
   *
   * @param otherwise takes what no name fits
   */
  public Routes(Map<String, ? extends NextHop> byDomain, NextHop otherwise) {
    this(byDomain, otherwise, Optional.empty());
  }

  private Routes(
      Map<String, ? extends NextHop> byDomain, NextHop otherwise, Optional<NextHop> reports) {
    this.byDomain = Map.copyOf(byDomain);
    this.otherwise = otherwise;
    this.reports = reports;
  }

  /** The same routes, whose reports go elsewhere. */
  public Routes reportingTo(NextHop other) {
    return new Routes(byDomain, otherwise, Optional.of(other));
  }

  /** That of the server for what no name fits: the others' are not known before the recipients. */
  @Override
  public Optional<Long> largest() {
    return otherwise.largest();
  }

  @Override
  public NextHop reports() {
    return reports.orElse(this);
  }

  @Override
  public Map<NextHop, Envelope> ways(Envelope envelope) {
    Map<NextHop, List<Envelope.Recipient>> parts = new LinkedHashMap<>();
    for (Envelope.Recipient recipient : envelope.recipients()) {
      parts.computeIfAbsent(to(recipient.mailbox()), hop -> new ArrayList<>()).add(recipient);
    }
    Map<NextHop, Envelope> ways = new LinkedHashMap<>();
    parts.forEach((hop, recipients) -> ways.putAll(hop.ways(envelope.to(recipients))));
    return ways;
  }

  @Override
  public Map<Mailbox, Answer> send(Envelope envelope, Octets message) throws IOException {
    return handOver(ways(envelope), message);
  }

  /**
   * Hands each part over, and tells of a part without a final answer by {@code 451 4.4.1}.
   *
   * @throws IOException when there is one part only, and no final answer
   */
  public static Map<Mailbox, Answer> handOver(Map<NextHop, Envelope> ways, Octets message)
      throws IOException {
    Map<Mailbox, Answer> answers = new LinkedHashMap<>();
    for (Map.Entry<NextHop, Envelope> way : ways.entrySet()) {
      try {
        answers.putAll(way.getKey().send(way.getValue(), message));
      } catch (IOException e) {
        if (ways.size() == 1) {
          throw e;
        }
        Answer none = new Answer(451, "4.4.1", String.valueOf(e.getMessage()));
        way.getValue().recipients().forEach(r -> answers.putIfAbsent(r.mailbox(), none));
      }
    }
    return answers;
  }

  private NextHop to(Mailbox mailbox) {
    String domain = mailbox.domain();
    NextHop exact = byDomain.get(domain);
    for (int dot = domain.indexOf('.');
        exact == null && dot >= 0;
        dot = domain.indexOf('.', dot + 1)) {
      exact = byDomain.get("*" + domain.substring(dot));
    }
    return exact == null ? otherwise : exact;
  }
}
