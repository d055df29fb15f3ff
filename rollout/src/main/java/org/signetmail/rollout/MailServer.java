package org.signetmail.rollout;

import java.util.List;
import java.util.Optional;

/**
 * A mail server, as it answered.
 *
 * @param role what it is to us: {@code next hop}, or {@code MX of example.test}
 * @param host with its port
 * @param greeting what it said first, or why it said nothing
 * @param keywords of its extensions, capital letters
 * @param tls the version that was spoken; empty in clear
 */
public record MailServer(
    String role,
    String host,
    Answer answer,
    String greeting,
    List<String> keywords,
    Optional<String> tls) {
  private static final List<String> PRODUCTS =
      List.of(
          "Postfix",
          "Exim",
          "Sendmail",
          "Microsoft ESMTP MAIL Service",
          "OpenSMTPD",
          "Haraka",
          "Zimbra",
          "Kerio",
          "Stalwart",
          "GreenMail",
          "James",
          "qmail",
          "gsmtp",
          "Signet");

  /** Whether it could be asked. */
  public enum Answer {
    ANSWERED,
    SILENT
  }

  public MailServer {
    keywords = List.copyOf(keywords);
  }

  /** The product by its greeting; empty where it does not say. */
  public Optional<String> product() {
    return PRODUCTS.stream()
        .filter(name ->
            greeting
                .toLowerCase(java.util.Locale.ROOT)
                .contains(name.toLowerCase(java.util.Locale.ROOT)))
        .findFirst()
        .map(name ->
            switch (name) {
              case "Microsoft ESMTP MAIL Service" -> "Microsoft Exchange";
              case "gsmtp" -> "Google";
              default -> name;
            });
  }

  /** As it stands in evidence. */
  public String id() {
    return "server/" + host;
  }
}
