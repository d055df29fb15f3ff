package org.signetmail.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * The trace that a gateway leaves on mail: a {@code Received} line (RFC 5321 §4.4), and {@code
 * Signet-Trace}, by which it knows its own work again when a neighbour sends it round.
 *
 * <p>The trace is authenticated over the author, the Message-ID, the body and the recipients, so
 * copying it to another message, or the message to other recipients, gives nothing: policy then
 * looks at it as at any other. Where a neighbour changes the body or splits the recipients it is
 * not recognised either; the message is then still not signed or encrypted twice, because what it
 * came with is looked at, and its {@code Received} lines end the loop.
 */
final class Trace {
  static final String FIELD = "Signet-Trace";

  /** RFC 5321 §6.3 asks for a large number; every server on the way adds one. */
  private static final int MOST_RECEIVED = 100;

  private static final int MOST_OWN = 5;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final GatewaySettings settings;

  Trace(GatewaySettings settings) {
    this.settings = settings;
  }

  /** Whether the message goes round in circles. */
  boolean loops(MessageHeader header) {
    return header.all("Received").size() >= MOST_RECEIVED || own(header).size() >= MOST_OWN;
  }

  /** Whether the message is what this gateway sent to these recipients, unchanged. */
  boolean isOwnWork(MessageHeader header, Octets message, Collection<Mailbox> recipients)
      throws IOException {
    List<String> own = own(header);
    if (own.isEmpty()) {
      return false;
    }
    String expected = seal(header, message, recipients);
    return own.stream()
        .anyMatch(value ->
            MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Whether the trace says that this gateway handed it over to this mailbox. To whom else it went
   * at the same time is known from the header only, so of mail to several, some of them in Bcc,
   * nothing can be said.
   */
  boolean wentTo(Mailbox mailbox, MessageHeader header, Octets message) throws IOException {
    Set<Mailbox> visible = new LinkedHashSet<>(header.mailboxes("To"));
    visible.addAll(header.mailboxes("Cc"));
    visible.add(mailbox);
    Set<Mailbox> ofTheDomain = new LinkedHashSet<>(visible);
    ofTheDomain.removeIf(one -> !one.domain().equals(mailbox.domain()));
    for (Set<Mailbox> recipients : List.of(Set.of(mailbox), ofTheDomain, visible)) {
      if (isOwnWork(header, message, recipients)) {
        return true;
      }
    }
    return false;
  }

  /** The message with the trace before it; nothing of the message is touched. */
  Octets added(Arrival arrival, Octets message, Collection<Mailbox> recipients) throws IOException {
    String received =
        "Received: from "
            + arrival.greeting()
            + " (["
            + literal(arrival)
            + "])\r\n\tby "
            + settings.hostname()
            + " (Signet) with "
            + arrival.protocol()
            + " id "
            + arrival.id()
            + ";\r\n\t"
            + DATE.format(arrival.at())
            + "\r\n";
    String own = FIELD + ": " + seal(MessageHeader.read(message), message, recipients) + "\r\n";
    byte[] prefix = (received + own).getBytes(StandardCharsets.US_ASCII);
    return Octets.concat(List.of(Octets.of(prefix), message.slice(0, message.size())));
  }

  private static String literal(Arrival arrival) {
    String text = arrival.peer().getHostAddress();
    int scope = text.indexOf('%'); // the name of an interface here
    String address = scope < 0 ? text : text.substring(0, scope);
    return address.contains(":") ? "IPv6:" + address : address;
  }

  private List<String> own(MessageHeader header) {
    String mark = mark();
    return header.all(FIELD).stream().filter(value -> value.startsWith(mark)).toList();
  }

  private String mark() {
    return settings.hostname() + " " + settings.direction().name().toLowerCase(Locale.ROOT) + " ";
  }

  private String seal(MessageHeader header, Octets message, Collection<Mailbox> recipients)
      throws IOException {
    MessageDigest body = MessageIdentity.sha256();
    MessageIdentity.update(body, message, header.octets());
    StringBuilder sealed = new StringBuilder(mark()).append('\n');
    sealed.append(header.all("From")).append('\n').append(header.all("Message-ID")).append('\n');
    recipients.stream()
        .map(Mailbox::key)
        .distinct()
        .sorted()
        .forEach(r -> sealed.append(r).append('\n'));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(settings.traceKey(), "HmacSHA256"));
      mac.update(sealed.toString().getBytes(StandardCharsets.UTF_8));
      return mark() + Base64.getEncoder().encodeToString(mac.doFinal(body.digest()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC with SHA-256", e);
    }
  }
}
