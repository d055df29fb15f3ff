package org.signetmail.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * What a report of another server says of recipients (RFC 3464): as much of it as cannot carry
 * anything of the message that it is about.
 */
public record DeliveryStatus(List<Recipient> recipients) {
  private static final int LARGEST = 1 << 16;
  private static final int MOST_PARTS = 20;
  private static final Set<String> STATUS =
      Set.of("message/delivery-status", "message/global-delivery-status");
  private static final Set<String> ACTIONS =
      Set.of("failed", "delayed", "delivered", "relayed", "expanded");

  /**
   * One recipient.
   *
   * @param action in lower case, one of RFC 3464 §2.3.3
   * @param status {@code 5.2.2} …
   */
  public record Recipient(Mailbox mailbox, String action, String status) {}

  public DeliveryStatus {
    recipients = List.copyOf(recipients);
  }

  /**
   * Reads a report.
   *
   * @throws MalformedMessage in one line when it is none
   */
  public static DeliveryStatus read(Octets message) throws IOException {
    try (InputStream in = message.stream()) {
      MimeTokenStream stream =
          new MimeTokenStream(
              MimeConfig.custom()
                  .setMaxLineLen(LARGEST)
                  .setMaxHeaderLen(LARGEST)
                  .setMaxHeaderCount(1_000)
                  .setMaxContentLen(-1)
                  .build());
      stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
      stream.parse(in);
      int parts = 0;
      for (EntityState state = stream.getState();
          state != EntityState.T_END_OF_STREAM && parts < MOST_PARTS;
          state = stream.next()) {
        if (state == EntityState.T_BODY) {
          parts++;
          if (STATUS.contains(stream.getBodyDescriptor().getMimeType())) {
            byte[] text = stream.getDecodedInputStream().readNBytes(LARGEST);
            return new DeliveryStatus(recipients(new String(text, StandardCharsets.UTF_8)));
          }
        }
      }
      throw new MalformedMessage("message: is no report of delivery (RFC 3464 §2)");
    } catch (MimeException e) {
      throw new MalformedMessage("message: its parts cannot be told from each other (RFC 2046)");
    }
  }

  private static List<Recipient> recipients(String text) {
    List<Recipient> recipients = new ArrayList<>();
    for (String group : text.replace("\r\n", "\n").split("\n\n+", -1)) {
      recipient(fields(group)).ifPresent(recipients::add);
    }
    return recipients;
  }

  private static Map<String, String> fields(String group) {
    Map<String, String> fields = new HashMap<>();
    for (String line : group.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.putIfAbsent(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
    }
    return fields;
  }

  private static Optional<Recipient> recipient(Map<String, String> fields) {
    String action = fields.getOrDefault("action", "").toLowerCase(Locale.ROOT);
    String status = fields.getOrDefault("status", "").replaceAll("[^0-9.].*", "");
    String address = fields.getOrDefault("final-recipient", "").replaceFirst("^[^;]*;", "").strip();
    if (!ACTIONS.contains(action) || !status.matches("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Recipient(Mailbox.of(address), action, status));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
