package org.signetmail.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a plan says of servers, mail programs and correspondents. */
final class MailClaims {
  private static final List<String> NEEDED =
      List.of("STARTTLS", "8BITMIME", "SMTPUTF8", "DSN", "PIPELINING", "SIZE");
  private static final int PARTNERS = 20; // with most traffic, by name

  private final Inventory inventory;

  MailClaims(Inventory inventory) {
    this.inventory = inventory;
  }

  List<Claim> servers() {
    return inventory.servers().stream().map(this::server).toList();
  }

  private Claim server(MailServer server) {
    String subject = server.host() + ", " + server.role();
    if (server.answer() == MailServer.Answer.SILENT) {
      return Claim.of(
          RolloutFinding.SERVER_SILENT,
          subject,
          "did not answer: " + server.greeting(),
          server.id());
    }
    String product = server.product().orElse("a product that does not say its name");
    List<String> lacks =
        NEEDED.stream()
            .filter(word -> !server.keywords().contains(word))
            // After STARTTLS a server does not offer it again.
            .filter(word -> !(word.equals("STARTTLS") && server.tls().isPresent()))
            .toList();
    String is = "is " + product + ", spoken to " + server.tls().orElse("in clear");
    return lacks.isEmpty()
        ? Claim.of(
            RolloutFinding.SERVER_FIT, subject, is + ": takes what secure mail needs", server.id())
        : Claim.of(
            RolloutFinding.SERVER_LACKS,
            subject,
            is
                + ": offers no "
                + String.join(", ", lacks)
                + (lacks.contains("STARTTLS") ? ", so mail to it can be read on its way" : ""),
            server.id());
  }

  List<Claim> programs() {
    List<Claim> claims = new ArrayList<>();
    for (Map.Entry<MailProgram, Integer> used : inventory.users().entrySet()) {
      MailProgram program = used.getKey();
      claims.add(
          Claim.of(
              code(program.fitness()),
              program.id().substring("client/".length()),
              used.getValue() + " people: " + program.reason(),
              program.id()));
    }
    long unseen =
        inventory.members().stream().filter(m -> inventory.programsOf(m).isEmpty()).count();
    if (unseen > 0) {
      claims.add(
          Claim.of(
              RolloutFinding.CLIENT_UNSEEN,
              "people",
              unseen
                  + " of "
                  + inventory.members().size()
                  + " wrote none of the "
                  + inventory.sample().messages()
                  + " messages of the sample",
              inventory.sample().id()));
    }
    return claims;
  }

  private static RolloutFinding code(MailProgram.Fitness fitness) {
    return switch (fitness) {
      case FIT, ROBOT -> RolloutFinding.CLIENT_FIT;
      case UPGRADE -> RolloutFinding.CLIENT_UPGRADE;
      case REPLACE -> RolloutFinding.CLIENT_REPLACE;
      case UNKNOWN -> RolloutFinding.CLIENT_UNKNOWN;
    };
  }

  List<Claim> correspondents() {
    List<Claim> claims = new ArrayList<>();
    List<Correspondent> all = inventory.correspondents();
    all.stream().limit(PARTNERS).forEach(one -> claims.add(correspondent(one)));
    if (all.size() > PARTNERS) {
      List<Correspondent> rest = all.subList(PARTNERS, all.size());
      claims.add(
          Claim.of(
              RolloutFinding.PARTNER_UNREADY,
              "others",
              "%d more domains with %d messages, %d of them with a known reader"
                  .formatted(
                      rest.size(),
                      rest.stream().mapToInt(one -> one.sent() + one.received()).sum(),
                      rest.stream().filter(one -> one.readers() > 0).count()),
              inventory.sample().id()));
    }
    return claims;
  }

  private static Claim correspondent(Correspondent one) {
    String traffic =
        String.format(
            Locale.ROOT,
            "%d sent, %d received, %d of those signed, %d encrypted; %d mailboxes that can be"
                + " written to in secret",
            one.sent(),
            one.received(),
            one.signed(),
            one.encrypted(),
            one.readers());
    return Claim.of(
        one.readers() > 0 ? RolloutFinding.PARTNER_READY : RolloutFinding.PARTNER_UNREADY,
        one.domain(),
        traffic,
        one.id());
  }
}
