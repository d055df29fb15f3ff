package org.signetmail.web.console;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore.Listed;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.CensusStore.CertificateOrder;
import org.signetmail.enrolment.staff.CensusStore.Direction;
import org.signetmail.enrolment.staff.CertificateRegister;
import org.signetmail.enrolment.staff.Right;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.web.page.Form;
import org.signetmail.web.page.Words;

/** {@code /console/certificates}: all, those that end, one; ending one. */
final class CertificatePages {
  private static final String ALL = "/console/certificates";
  private static final String ONE = "/console/certificates/one";
  private static final Duration SOON = Duration.ofDays(30);
  private static final List<String> HEADS =
      List.of("Serial number", "For", "Whose", "Until", "State", "Issued");

  /** What the whole list can be in the order of, by column. */
  private static final Map<Integer, CertificateOrder> ORDERS =
      Map.of(2, CertificateOrder.OWNER, 3, CertificateOrder.END, 5, CertificateOrder.ISSUED);

  private static final int LONGEST_SERIAL = 40; // hexadecimal digits

  private final CertificateRegister register;
  private final InstantSource clock;

  CertificatePages(CertificateRegister register, InstantSource clock) {
    this.register = register;
    this.clock = clock;
  }

  void route(Console console, HttpRouting.Builder routing) {
    console.page(routing, ALL, this::all);
    console.page(
        routing,
        ONE,
        (actor, request) ->
            one(
                actor,
                request.query().first("serial").orElse(""),
                request.query().first("done").filter("ended"::equals).isPresent()
                    ? List.of(new Part.Notice("Ended. The revocation list says so already."))
                    : List.of()));
    console.act(routing, ALL + "/end", this::end);
  }

  private Screen all(Actor actor, ServerRequest request) {
    Instant now = clock.instant();
    return new Screen(
        "Certificates",
        "signet cert list",
        List.of(
            new Part.Ask(
                "",
                "",
                "get",
                ONE,
                Map.of(),
                List.of(Part.Field.line("serial", "Serial number, in hexadecimal", "")),
                "Show",
                ""),
            Grid.sorted(
                request,
                "soon",
                "People's that end within 30 days",
                HEADS,
                register.ending(actor, SOON).stream().map(listed -> row(listed, now)).toList(),
                "None. Those that will are here, the first to end first; 'signet cert list"
                    + " --expiring P30D' has all."),
            everything(actor, request, now)));
  }

  private Grid everything(Actor actor, ServerRequest request, Instant now) {
    Sorting sorting = Sorting.of(request, "all", ORDERS.keySet());
    long place = before(request);
    List<Listed> page = page(actor, sorting, place);
    return new Grid(
        sorting.isChosen() ? "All" : "All, newest first",
        HEADS,
        page.stream().map(listed -> row(listed, now)).toList(),
        "None is older.",
        page.size() == CertificateRegister.PAGE
            ? sorting.at("before", String.valueOf(page.getLast().logIndex()))
            : "",
        sorting,
        reader -> {
          List<Listed> some = page(actor, sorting, Long.MAX_VALUE);
          while (!some.isEmpty()) {
            some.forEach(listed -> reader.accept(row(listed, now)));
            some = page(actor, sorting, some.getLast().logIndex());
          }
        });
  }

  /** Those behind a place in the log; {@link Long#MAX_VALUE} to begin. */
  private List<Listed> page(Actor actor, Sorting sorting, long place) {
    CertificateOrder order = ORDERS.get(sorting.column());
    return order != null
        ? register.page(
            actor,
            order,
            sorting.isDescending() ? Direction.DOWN : Direction.UP,
            place == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(place))
        : register.page(actor, place);
  }

  private static long before(ServerRequest request) {
    try {
      return Long.parseLong(request.query().first("before").orElse(Long.toString(Long.MAX_VALUE)));
    } catch (NumberFormatException e) {
      throw noPlace();
    }
  }

  private static Console.NothingThere noPlace() {
    return new Console.NothingThere("That is no place in the list; begin at its first page.");
  }

  private static List<Cell> row(Listed listed, Instant now) {
    Certificate certificate = listed.record().certificate();
    return List.of(
        Cell.code(Words.grouped(certificate.serialHex()))
            .to(ONE + "?serial=" + certificate.serialHex()),
        Cell.of(kind(listed.record())),
        Cell.of(whose(listed.record())),
        Cell.day(certificate.notAfter()),
        state(listed.record(), now),
        Cell.day(certificate.notBefore()));
  }

  private Screen one(Actor actor, String serial, List<Part> first) {
    List<Listed> found = register.ofSerial(actor, number(serial));
    if (found.isEmpty()) {
      throw nothing(serial);
    }
    List<Part> parts = new ArrayList<>(first);
    for (Listed listed : found) {
      parts.add(facts(listed));
      if (actor.may(Right.REVOKE_CERTIFICATES) && register.isLiving(listed)) {
        parts.add(ask(listed));
      }
    }
    return new Screen("Certificate", "signet cert show " + serial, parts);
  }

  private Part facts(Listed listed) {
    CertificateRecord record = listed.record();
    Certificate certificate = record.certificate();
    List<Part.Fact> facts = new ArrayList<>();
    facts.add(new Part.Fact("State", state(record, clock.instant())));
    facts.add(new Part.Fact("For", Cell.of(kind(record))));
    facts.add(new Part.Fact("Subject", Cell.of(certificate.subject())));
    certificate.mailboxes().forEach(one -> facts.add(new Part.Fact("Mailbox", Cell.of(one))));
    facts.add(new Part.Fact("Issuer", Cell.of(certificate.issuer())));
    facts.add(new Part.Fact("From", Cell.of(Words.minute(certificate.notBefore()))));
    facts.add(new Part.Fact("Until", Cell.of(Words.minute(certificate.notAfter()))));
    facts.add(new Part.Fact("Serial number", Cell.code(Words.grouped(certificate.serialHex()))));
    facts.add(new Part.Fact("SHA-256", Cell.code(Words.grouped(certificate.fingerprint()))));
    facts.add(new Part.Fact("Place in the log", Cell.number(listed.logIndex())));
    return new Part.Facts("", facts);
  }

  private static Part ask(Listed listed) {
    String whose = whose(listed.record());
    return new Part.Ask(
        "End it for ever",
        "Whoever checks a signature or looks for a key learns of it with the next revocation list."
            + " It cannot be taken back. signet cert revoke "
            + listed.record().certificate().serialHex(),
        "post",
        ALL + "/end",
        Map.of("serial", listed.record().certificate().serialHex()),
        List.of(
            Part.Field.choice(
                "reason",
                "Reason (RFC 5280 §5.3.1)",
                List.of(
                    new Part.Choice("CESSATION_OF_OPERATION", "not needed any more"),
                    new Part.Choice("SUPERSEDED", "another one took its place"),
                    new Part.Choice("AFFILIATION_CHANGED", "the person left"),
                    new Part.Choice("KEY_COMPROMISE", "somebody else may have the key"))),
            Part.Field.line("confirm", "Type " + whose + " to go on", "")),
        "End the certificate",
        "danger");
  }

  private Console.Done end(Actor actor, Form form) {
    String serial = form.get("serial");
    for (Listed listed : register.ofSerial(actor, number(serial))) {
      if (!form.get("confirm").strip().equalsIgnoreCase(whose(listed.record()))) {
        return new Console.Done.Show(
            Status.BAD_REQUEST_400,
            one(
                actor,
                serial,
                List.of(
                    new Part.Problem(
                        "What you typed is not "
                            + whose(listed.record())
                            + ". Nothing was changed."))));
      }
      if (register.revoke(actor, listed, reason(form.get("reason"))).isPresent()) {
        return new Console.Done.GoTo(ONE + "?serial=" + serial + "&done=ended");
      }
    }
    throw new Console.NothingThere(
        "There is no certificate with this serial number that can still be ended.");
  }

  private static Revocation.Reason reason(String word) {
    return switch (word) {
      case "SUPERSEDED" -> Revocation.Reason.SUPERSEDED;
      case "AFFILIATION_CHANGED" -> Revocation.Reason.AFFILIATION_CHANGED;
      case "KEY_COMPROMISE" -> Revocation.Reason.KEY_COMPROMISE;
      default -> Revocation.Reason.CESSATION_OF_OPERATION;
    };
  }

  private static BigInteger number(String serial) {
    String plain = serial.replaceAll("[\\s:]", "");
    if (plain.isEmpty() || plain.length() > LONGEST_SERIAL || !plain.matches("[0-9a-fA-F]+")) {
      throw nothing(plain);
    }
    return new BigInteger(plain, 16);
  }

  private static Console.NothingThere nothing(String serial) {
    String shown = serial.length() > LONGEST_SERIAL ? serial.substring(0, LONGEST_SERIAL) : serial;
    return new Console.NothingThere(
        "'" + shown + "' is no serial number of ours; it is written in hexadecimal.");
  }

  /** What it is for, in words. */
  static String kind(CertificateRecord record) {
    return record.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String whose(CertificateRecord record) {
    return record
        .owner()
        .or(() -> record.certificate().mailboxes().stream().findFirst())
        .map(Mailbox::toString)
        .orElseGet(() -> record.certificate().displayName());
  }

  /** Whether it counts, in words and with the mark for it. */
  static Cell state(CertificateRecord record, Instant now) {
    if (record.revocation().isPresent()) {
      Revocation revocation = record.revocation().get();
      return Cell.of(
              (revocation.reason() == Revocation.Reason.CERTIFICATE_HOLD ? "on hold" : "revoked")
                  + " since "
                  + Words.day(revocation.at()))
          .marked("broken");
    }
    return record.certificate().notAfter().isAfter(now)
        ? Cell.of("valid").marked("filled")
        : Cell.of("its time is over").marked("empty");
  }
}
