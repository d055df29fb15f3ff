package org.signetmail.app.organization;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.MailListener;
import org.signetmail.app.home.MailSettings;
import org.signetmail.app.trace.Traces;
import org.signetmail.gateway.ClosedToStrangers;
import org.signetmail.gateway.Gateway;
import org.signetmail.gateway.GatewayPorts;
import org.signetmail.gateway.GatewaySettings;
import org.signetmail.gateway.MailHandler;
import org.signetmail.gateway.Reprocessing;
import org.signetmail.gateway.Returns;
import org.signetmail.gateway.SubmissionLogins;
import org.signetmail.policy.Facts;
import org.signetmail.smtp.Access;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;
import org.signetmail.smtp.StartTls;

/**
 * The servers that take mail in, one a direction, each with a gateway behind it.
 *
 * @param tls what they show
 * @param hostname what they call themselves
 */
record MailServers(
    Organization organization, SSLContext tls, String hostname, Optional<Traces> traces) {

  /**
   * @param outbound for mail of our own people
   * @param inbound for mail from outside; its next hop has people's mailboxes
   */
  SmtpServer startOutbound(GatewayPorts outbound, GatewayPorts inbound) throws IOException {
    Gateway gateway = new Gateway(settingsOf(Facts.Direction.OUTBOUND), outbound);
    MailHandler handler =
        organization
            .configuration()
            .mail()
            .decrypt()
            .<MailHandler>map(decrypt ->
                new Reprocessing(
                    gateway,
                    decrypt,
                    settingsOf(Facts.Direction.INBOUND),
                    inbound,
                    organization::isActive,
                    new LoggedReprocessing(organization)))
            .orElse(gateway);
    return start(Facts.Direction.OUTBOUND, handler, outbound);
  }

  /**
   * @param front what looks at mail before the gateway does
   */
  SmtpServer startInbound(GatewayPorts inbound, UnaryOperator<MailHandler> front)
      throws IOException {
    GatewaySettings settings = settingsOf(Facts.Direction.INBOUND);
    MailHandler handler = front.apply(new Gateway(settings, inbound));
    MailSettings mail = organization.configuration().mail();
    if (mail.decrypt().isPresent()) {
      handler = new ClosedToStrangers(handler, mail.decrypt().get().address());
    }
    if (mail.returns().isPresent()) {
      handler = new Returns(handler, mail.returns().get(), settings, inbound);
    }
    return start(Facts.Direction.INBOUND, handler, inbound);
  }

  private SmtpServer start(Facts.Direction direction, MailHandler handler, GatewayPorts ports)
      throws IOException {
    MailHandler seen = traces.map(all -> all.around(handler, direction)).orElse(handler);
    return SmtpServer.start(settings(direction), seen, ports.spool(), organization.clock());
  }

  private GatewaySettings settingsOf(Facts.Direction direction) {
    byte[] traceKey = organization.vault().derive("trace of mail");
    return new GatewaySettings(
        direction, hostname, traceKey, organization.configuration().mail().returns());
  }

  private ServerSettings settings(Facts.Direction direction) {
    Configuration configuration = organization.configuration();
    MailListener listener =
        direction == Facts.Direction.OUTBOUND
            ? configuration.listen().smtpOutbound()
            : configuration.listen().smtpInbound();
    return new ServerSettings(
        listener.address().socketAddress(),
        hostname,
        configuration.listen().limits().withMessageOctets(configuration.mail().maximumSize()),
        startTls(listener.tls()),
        new Access(
            listener.peers(),
            listener.senders() == MailListener.Senders.OWN
                ? Optional.of(Set.copyOf(configuration.domains()))
                : Optional.empty(),
            direction == Facts.Direction.OUTBOUND ? Set.of() : Set.copyOf(configuration.domains()),
            listener.proxyProtocol(),
            listener.xclient(),
            listener.xforward()),
        logins(listener.auth()));
  }

  private Optional<StartTls> startTls(MailListener.Tls wanted) {
    return switch (wanted) {
      case OFF -> Optional.empty();
      case OFFERED -> Optional.of(new StartTls(tls, StartTls.Demand.OFFERED));
      case REQUIRED -> Optional.of(new StartTls(tls, StartTls.Demand.REQUIRED));
    };
  }

  private Optional<SubmissionLogins> logins(MailListener.Auth wanted) {
    return wanted == MailListener.Auth.OFFERED
        ? Optional.of(organization.mailing().submissionPasswords())
        : Optional.empty();
  }
}
