package org.signetmail.smtp.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.StartTls;

/**
 * Everything about who a client is: the PROXY protocol, EHLO and HELO, STARTTLS (RFC 3207), AUTH,
 * and Postfix's XCLIENT and XFORWARD from listed hosts. For one thread.
 */
final class Introduction {
  private static final System.Logger LOG = System.getLogger(Introduction.class.getName());

  /** A proxy has its header ready when it connects. */
  private static final Duration LONGEST_PROXY_WAIT = Duration.ofSeconds(10);

  private final ServerContext shared;
  private final ServerSettings settings;
  private final String id;
  private final Conversation conversation;
  private final Client client;
  private final LoginExchange login;

  Introduction(ServerContext shared, String id, Conversation conversation, Client client) {
    this.shared = shared;
    this.settings = shared.settings();
    this.id = id;
    this.conversation = conversation;
    this.client = client;
    this.login = new LoginExchange(shared, conversation, client);
  }

  /** Before the banner: who a proxy speaks for. Nobody else's octets are looked at. */
  void proxied() throws IOException {
    if (!client.isIn(settings.access().proxy())) {
      return;
    }
    Duration patience = settings.limits().timeouts().command();
    switch (ProxyHeader.read(
        conversation.in(),
        patience.compareTo(LONGEST_PROXY_WAIT) < 0 ? patience : LONGEST_PROXY_WAIT)) {
      case ProxyHeader.Of of -> client.comesFrom(of.client(), of.port());
      case ProxyHeader.OwnConnection own -> {}
      case ProxyHeader.Malformed(String what) -> {
        LOG.log(
            System.Logger.Level.WARNING,
            "smtp {0} {1}: PROXY header {2}; closed",
            id,
            client,
            what);
        conversation.end();
      }
    }
  }

  void banner() {
    conversation.say(220, List.of(settings.hostname() + " ESMTP Signet"));
  }

  void greet(Command command) throws SyntaxFault {
    if (!command.argument().matches("[!-~]{1,255}")) {
      throw new SyntaxFault(501, "5.5.4", "greeting: must name the client (RFC 5321 §4.1.1.1)");
    }
    boolean extended = command.verb().equals("EHLO");
    client.greets(command.argument(), extended);
    client.forgetForwarded();
    conversation.say(250, extended ? shared.offer(client) : List.of(settings.hostname()));
  }

  /** Whether a command must wait for TLS. */
  boolean isTooEarly(String verb) {
    return !client.isSecured()
        && settings.tls().filter(tls -> tls.demand() == StartTls.Demand.REQUIRED).isPresent()
        && !List.of("EHLO", "NOOP", "STARTTLS", "QUIT").contains(verb);
  }

  /** Whether TLS began; everything that was said before is forgotten then. */
  boolean startTls(Command command) throws IOException {
    if (settings.tls().isEmpty() || client.isSecured() || !client.isExtended()) {
      conversation.say(503, "5.5.1", "STARTTLS: is not offered here");
      return false;
    }
    if (!command.argument().isEmpty()) {
      conversation.say(501, "5.5.4", "STARTTLS: takes no argument (RFC 3207 §4)");
      return false;
    }
    if (conversation.in().hasBuffered()) {
      conversation.close(
          521, "5.5.1", "STARTTLS: must be the last command sent before its reply (RFC 3207 §4.2)");
      return false;
    }
    conversation.say(220, "2.0.0", "ready for TLS");
    conversation.flush();
    conversation
        .connection()
        .secure(settings.tls().get().context(), settings.limits().timeouts().silence());
    client.isSecuredNow();
    return true;
  }

  void auth(Command command) throws IOException, SyntaxFault {
    login.run(command, id);
  }

  /** A listed host says that the session is another's, from its beginning. */
  void xclient(Command command) throws SyntaxFault {
    if (!client.isExtended() || !client.isIn(settings.access().xclient())) {
      conversation.say(550, "5.7.1", "XCLIENT: is for listed hosts only");
      return;
    }
    ClientAttributes other = ClientAttributes.of(command, ClientAttributes.XCLIENT);
    Optional<Mailbox> mailbox = Optional.empty();
    try {
      mailbox = other.value("LOGIN").map(Mailbox::of);
    } catch (IllegalArgumentException e) {
      throw new SyntaxFault(501, "5.5.4", "XCLIENT: has a LOGIN that is no address");
    }
    client.becomes(other, mailbox);
    banner();
  }

  /** A listed host says where the next message came from. */
  void xforward(Command command) throws SyntaxFault {
    if (!client.isExtended() || !client.isIn(settings.access().xforward())) {
      conversation.say(550, "5.7.1", "XFORWARD: is for listed hosts only");
      return;
    }
    client.forwards(ClientAttributes.of(command, ClientAttributes.XFORWARD));
    conversation.say(250, "2.0.0", "ok");
  }
}
