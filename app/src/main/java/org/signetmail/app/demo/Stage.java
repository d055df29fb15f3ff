package org.signetmail.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Foundation;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;
import org.signetmail.policy.Policy;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.MaildirSink;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;

/** What the story plays on: one organisation's running system, and the mail server next door. */
final class Stage implements Closeable {
  private static final String DOMAIN = "example.test";

  private final Path folder;
  private final InstantSource clock = InstantSource.system();
  private final MaildirSink sink;
  private final SmtpServer nextHop;
  private @org.jspecify.annotations.Nullable Organization organization;
  private @org.jspecify.annotations.Nullable Services services;

  /** Starts the mail server next door, with a mailbox for whoever gets mail. */
  Stage(Path folder) throws IOException {
    this.folder = folder;
    this.sink = new MaildirSink(folder.resolve("mailboxes"));
    this.nextHop =
        SmtpServer.start(
            ServerSettings.loopback(0, "mail." + DOMAIN), sink, Spool.standard(), clock);
  }

  /** Makes the organisation's home, as {@code signet init} does. */
  void found() throws IOException {
    List<Integer> ports = freePorts(4);
    Configuration configuration =
        new Configuration(
                "Example Corp",
                List.of(DOMAIN),
                "jdbc:sqlite:signet.db",
                new Configuration.Archive(3, 2),
                "http://127.0.0.1:" + ports.get(1),
                new Configuration.Listen(
                    new Endpoint("127.0.0.1", ports.get(0)),
                    new Endpoint("127.0.0.1", ports.get(1)),
                    new Endpoint("127.0.0.1", ports.get(2)),
                    new Endpoint("127.0.0.1", ports.get(3))),
                new MailSettings(new Endpoint("127.0.0.1", nextHop.port()), 50_000_000),
                "policy.yaml",
                DOMAIN + "/signet")
            .servingDirectoryAt(new Endpoint("127.0.0.1", 0));
    new Foundation(configuration, new SecureRandom(), clock)
        .lay(home(), Policy.example().getBytes(UTF_8));
    organization = Organization.open(home(), clock);
  }

  /** Opens the home and starts its services, as {@code signet up} does. */
  void start() throws IOException {
    if (organization == null) {
      organization = Organization.open(home(), clock);
    }
    services = Services.start(organization);
  }

  /** Stops the services and closes the store. */
  void stop() {
    if (services != null) {
      services.close();
      services = null;
    }
    if (organization != null) {
      organization.close();
      organization = null;
    }
  }

  Home home() {
    return new Home(folder.resolve("home"));
  }

  Path folder() {
    return folder;
  }

  Path people() {
    return folder.resolve("people");
  }

  InstantSource clock() {
    return clock;
  }

  MaildirSink sink() {
    return sink;
  }

  Organization organization() {
    if (organization == null) {
      throw new IllegalStateException("the organisation is not open");
    }
    return organization;
  }

  Services services() {
    if (services == null) {
      throw new IllegalStateException("the services are not up");
    }
    return services;
  }

  /** Keeps a file of the story in the demo's folder. */
  Path keep(String name, byte[] octets) throws IOException {
    Path file = folder.resolve(name);
    PrivateFiles.write(file, octets);
    return file;
  }

  @Override
  public void close() {
    stop();
    nextHop.close();
  }

  /** Ports that nobody listens on now. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
