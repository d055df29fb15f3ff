package org.signetmail.smtp.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Mailbox;

/**
 * AUTH (RFC 4954) by PLAIN or LOGIN, under TLS only. For one thread.
 *
 * <p>A failure does not tell whether the name exists, and while a client is barred for its failures
 * a right password is not heard either.
 */
final class LoginExchange {
  /** Longest line of the exchange, the command included (RFC 4954 §4). */
  static final int LONGEST = 12_288;

  private static final System.Logger LOG = System.getLogger(LoginExchange.class.getName());
  private static final int MOST_FAILURES = 5;

  private final ServerContext shared;
  private final Conversation conversation;
  private final Client client;
  private int failures;

  LoginExchange(ServerContext shared, Conversation conversation, Client client) {
    this.shared = shared;
    this.conversation = conversation;
    this.client = client;
  }

  void run(Command command, String id) throws IOException, SyntaxFault {
    if (shared.settings().logins().isEmpty() || !client.isExtended()) {
      conversation.say(503, "5.5.1", "AUTH: is not offered here");
    } else if (!client.isSecured()) {
      conversation.say(538, "5.7.11", "AUTH: is for TLS only (RFC 4954 §4); say STARTTLS first");
    } else if (client.login().isPresent()) {
      conversation.say(503, "5.5.1", "AUTH: was done already (RFC 4954 §4)");
    } else {
      String[] words = command.argument().split(" +", 2);
      Optional<SaslCredentials> given =
          credentials(words[0].toUpperCase(Locale.ROOT), words.length == 2 ? words[1] : null);
      if (conversation.isOpen() && given.isPresent()) {
        try (SaslCredentials credentials = given.get()) {
          judge(credentials, id);
        }
      }
    }
  }

  /** Empty when the conversation is over. */
  private Optional<SaslCredentials> credentials(String mechanism, @Nullable String initial)
      throws IOException, SyntaxFault {
    return switch (mechanism) {
      case "PLAIN" -> {
        Optional<byte[]> message = first(initial, "");
        yield message.isEmpty() ? Optional.empty() : Optional.of(plain(message.get()));
      }
      case "LOGIN" -> {
        Optional<byte[]> name = first(initial, "Username:");
        Optional<byte[]> password = name.isEmpty() ? Optional.empty() : ask("Password:");
        yield password.isEmpty()
            ? Optional.empty()
            : Optional.of(
                SaslCredentials.login(name.get(), password.get()).orElseThrow(this::unreadable));
      }
      default ->
          throw new SyntaxFault(504, "5.5.4", "AUTH: takes PLAIN or LOGIN here (RFC 4954 §4)");
    };
  }

  private SaslCredentials plain(byte[] message) throws SyntaxFault {
    try {
      return SaslCredentials.plain(message).orElseThrow(this::unreadable);
    } finally {
      Arrays.fill(message, (byte) 0);
    }
  }

  private Optional<byte[]> first(@Nullable String initial, String challenge)
      throws IOException, SyntaxFault {
    return initial == null
        ? ask(challenge)
        : Optional.of(decoded(initial.getBytes(StandardCharsets.UTF_8)));
  }

  /** The client's next line, decoded; empty when the conversation is over. */
  private Optional<byte[]> ask(String challenge) throws IOException, SyntaxFault {
    byte[] octets = challenge.getBytes(StandardCharsets.US_ASCII);
    conversation.say(334, List.of(Base64.getEncoder().encodeToString(octets)));
    conversation.flush();
    return switch (conversation
        .in()
        .line(LONGEST, shared.settings().limits().timeouts().command())) {
      case WireInput.Line.Text(byte[] line) -> {
        if (line.length == 1 && line[0] == '*') {
          throw new SyntaxFault(501, "5.7.0", "AUTH: was cancelled (RFC 4954 §4)");
        }
        yield Optional.of(decoded(line));
      }
      case WireInput.Line.TooLong tooLong -> {
        conversation.close(500, "5.5.6", "AUTH: line is too long (RFC 4954 §6)");
        yield Optional.empty();
      }
      case WireInput.Line.BareLineEnd bare -> {
        conversation.close(521, "5.5.2", "AUTH: line has a bare CR or LF (RFC 5321 §2.3.8)");
        yield Optional.empty();
      }
      case WireInput.Line.End end -> throw new EOFException("ended while logging in");
    };
  }

  private byte[] decoded(byte[] line) throws SyntaxFault {
    return SaslCredentials.decoded(line)
        .orElseThrow(() -> new SyntaxFault(501, "5.5.2", "AUTH: is not base64 (RFC 4954 §4)"));
  }

  private SyntaxFault unreadable() {
    return new SyntaxFault(501, "5.5.2", "AUTH: has no name and password (RFC 4616 §2)");
  }

  private void judge(SaslCredentials credentials, String id) {
    LoginThrottle throttle = shared.throttle();
    if (throttle.bars(client.address(), credentials.name())) {
      LOG.log(System.Logger.Level.INFO, "smtp {0} {1}: too many failed logins", id, client);
      conversation.say(454, "4.7.0", "AUTH: failed too often; try again later");
      return;
    }
    Optional<Mailbox> proven;
    try {
      proven =
          shared
              .settings()
              .logins()
              .orElseThrow()
              .login(credentials.name(), credentials.password());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "smtp " + id + ": login could not be checked", e);
      conversation.say(454, "4.7.0", "AUTH: cannot be checked now; try again later");
      return;
    }
    if (proven.isPresent()) {
      throttle.succeeded(client.address(), credentials.name());
      client.hasProven(proven.get());
      conversation.say(235, "2.7.0", "you are " + proven.get());
      return;
    }
    throttle.failed(client.address(), credentials.name());
    LOG.log(System.Logger.Level.INFO, "smtp {0} {1}: login failed", id, client);
    if (++failures >= MOST_FAILURES) {
      conversation.close(421, "4.7.0", "AUTH: failed too often; closing");
    } else {
      conversation.say(535, "5.7.8", "AUTH: name and password do not belong together");
    }
  }
}
