package org.signetmail.smtp.internal;

import java.util.Optional;
import org.signetmail.gateway.Answer;
import org.signetmail.pkix.Mailbox;

/**
 * Whether a client may hand in this mail: listed hosts for anybody, people who logged in as
 * themselves, strangers for domains that are open to all. For one thread.
 */
record Entitlement(ServerContext context, Client client) {

  /** Why mail from this sender is not taken; empty when it is. */
  Optional<Answer> againstSender(Optional<Mailbox> sender) {
    if (client.login().isPresent()) {
      Mailbox own = client.login().get();
      if (sender.isPresent() && !sender.get().equals(own)) {
        return refused(
            553, "5.7.1", "sender: is not " + own + ", who logged in; send under that address");
      }
    } else if (client.isPeer() && sender.filter(one -> !isOfSenders(one)).isPresent()) {
      return refused(550, "5.7.1", "sender: is not of a domain that may send from here");
    } else if (!client.isPeer() && context.settings().access().domains().isEmpty()) {
      return context.settings().logins().isPresent()
          ? refused(530, "5.7.0", "log in first (RFC 4954 §6)")
          : refused(
              550,
              "5.7.1",
              "client: is not listed to send from here; its administrator can list it");
    }
    return isFree() || context.traffic().message(client.address())
        ? Optional.empty()
        : refused(451, "4.7.1", "too many messages within a minute; try again later");
  }

  /** Why mail to this recipient is not taken; empty when it is. */
  Optional<Answer> againstRecipient(Mailbox recipient) {
    if (!client.isPeer() && client.login().isEmpty() && !isOpenToAll(recipient)) {
      return refused(550, "5.7.1", "recipient: is not of a domain that is served here");
    }
    return isFree() || context.traffic().recipient(client.address())
        ? Optional.empty()
        : refused(451, "4.7.1", "too many recipients within a minute; try again later");
  }

  /** Listed hosts bring everybody's mail: there is no rate for them. */
  private boolean isFree() {
    return client.isPeer() && client.login().isEmpty();
  }

  private boolean isOfSenders(Mailbox sender) {
    return context
        .settings()
        .access()
        .senders()
        .map(domains -> domains.contains(sender.domain()))
        .orElse(true);
  }

  private boolean isOpenToAll(Mailbox recipient) {
    return context.settings().access().domains().contains(recipient.domain())
        || recipient.equals(context.postmaster());
  }

  private static Optional<Answer> refused(int code, String status, String text) {
    return Optional.of(new Answer(code, status, text));
  }
}
