package org.signetmail.archive;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.smime.Headers;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.ProtectedHeaders;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;

/**
 * Opens the messages in scope with recovered keys, on a two-person station, and gives out messages,
 * never a key.
 *
 * <p>In scope is a message whose one Date is in the time, and whose From, To or Cc has one of the
 * mailboxes. What is outside is never opened. Whether a message is inside is first asked of its
 * outer header, which is all there is before opening; where the message protects its header (RFC
 * 9788), what is protected is asked again, and what it says decides. Safe for use by many threads.
 */
public final class Investigation {
  private final Scope scope;
  private final MessageReader outside;
  private final MessageReader opening;
  private final Instant at;

  /**
   * @param scope what is wanted, within what was approved
   * @param keys the recovered ones, each with the certificate that messages name
   * @param trust for the verdict on signatures
   */
  public Investigation(
      Scope scope,
      List<DecryptionIdentity> keys,
      PathValidator.Context trust,
      Spool spool,
      Instant at) {
    this.scope = scope;
    this.outside = new MessageReader(List.of(), trust, spool, MessageReader.Options.standard());
    this.opening = new MessageReader(keys, trust, spool, MessageReader.Options.standard());
    this.at = at;
  }

  /** Why a message was left out. */
  public enum LeftOut {
    /** It has no Date, or several, or one that cannot be read. */
    NO_DATE,
    OUT_OF_TIME,
    OTHER_MAILBOXES,
    /** The header that its author protected is out of scope. */
    PROTECTED_HEADER_OUT_OF_SCOPE,
    /** It is encrypted, to none of the recovered keys. */
    OTHER_KEYS,
    /** It is encrypted to one of the keys and does not open. */
    DOES_NOT_OPEN,
    /** It is no message, or larger than the budget. */
    UNREADABLE;

    /** The word in a manifest. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * What came of one message. Owns what is given out: close it.
   *
   * @param given the message in clear; empty when it was left out
   * @param verdict on its signature; {@code -} when it was not opened
   * @param leftOut empty when it was given
   * @param messageId as it stands in the header; {@code -} without
   */
  public record Examined(
      Optional<Octets> given, String verdict, Optional<LeftOut> leftOut, String messageId)
      implements Closeable {
    @Override
    public void close() throws IOException {
      if (given.isPresent()) {
        given.get().close();
      }
    }
  }

  /** Looks at one message, which stays its caller's to close. */
  public Examined examine(Octets message) throws IOException {
    try (Reading before = outside.read(message, at)) {
      String id = messageId(before.headers());
      Optional<LeftOut> objection = objection(before.headers());
      return objection.isPresent() ? leftOut(objection.get(), id) : opened(message, id);
    } catch (MalformedMessage e) {
      return leftOut(LeftOut.UNREADABLE, "-");
    }
  }

  private Examined opened(Octets message, String id) throws IOException {
    try (Reading reading = opening.read(message, at)) {
      Optional<LeftOut> objection =
          switch (reading.opening().orElse(null)) {
            case Opening.NotForUs _ -> Optional.of(LeftOut.OTHER_KEYS);
            case Opening.Refused _ -> Optional.of(LeftOut.DOES_NOT_OPEN);
            case Opening.Opened _ -> protectedObjection(reading);
            case null -> protectedObjection(reading);
          };
      if (objection.isPresent()) {
        return leftOut(objection.get(), id);
      }
      Octets given = reading.content().map(Octets::share).orElseGet(message::share);
      return new Examined(Optional.of(given), reading.verdict().word(), Optional.empty(), id);
    }
  }

  private Optional<LeftOut> protectedObjection(Reading reading) {
    return reading.headers() instanceof ProtectedHeaders && objection(reading.headers()).isPresent()
        ? Optional.of(LeftOut.PROTECTED_HEADER_OUT_OF_SCOPE)
        : Optional.empty();
  }

  private Optional<LeftOut> objection(Headers headers) {
    Optional<Instant> date = date(headers);
    if (date.isEmpty()) {
      return Optional.of(LeftOut.NO_DATE);
    }
    if (!scope.covers(date.get())) {
      return Optional.of(LeftOut.OUT_OF_TIME);
    }
    List<Mailbox> correspondents = new ArrayList<>();
    for (String name : List.of("From", "To", "Cc")) {
      try {
        correspondents.addAll(headers.mailboxes(name));
      } catch (IllegalArgumentException e) {
        // A list that cannot be read names nobody: who is not named is not in scope.
      }
    }
    return scope.coversAny(correspondents)
        ? Optional.empty()
        : Optional.of(LeftOut.OTHER_MAILBOXES);
  }

  private static Optional<Instant> date(Headers headers) {
    List<String> dates = headers.all("Date");
    if (dates.size() != 1) {
      return Optional.empty();
    }
    String date = dates.getFirst().replaceFirst("\\s*\\([^()]*\\)\\s*$", "").strip();
    try {
      return Optional.of(
          OffsetDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String messageId(Headers headers) {
    return headers
        .value("Message-ID")
        .filter(id -> !id.isEmpty() && id.length() <= 998 && DocumentText.fits(id))
        .orElse("-");
  }

  private static Examined leftOut(LeftOut why, String id) {
    return new Examined(Optional.empty(), "-", Optional.of(why), id);
  }
}
