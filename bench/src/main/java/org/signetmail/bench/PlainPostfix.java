package org.signetmail.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Postfix of its own on loopback, with the least that a before-queue filter can be: its first
 * {@code smtpd} hands every message on to its second, and nothing is between them. Wants the rights
 * of root.
 *
 * @param port of the first
 */
record PlainPostfix(Path folder, int port) implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/postfix");

  static boolean isPossible() {
    return Files.isExecutable(PROGRAM) && "root".equals(System.getProperty("user.name"));
  }

  static PlainPostfix start(Path folder, int nextHop) throws IOException, InterruptedException {
    List<Integer> ports = MailLoad.freePorts(2);
    for (String part : List.of("etc", "queue", "data")) {
      Files.createDirectories(folder.resolve(part));
    }
    Files.writeString(folder.resolve("mail.log"), "");
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    run(folder, "chown", "postfix", folder.resolve("data").toString());
    Files.writeString(folder.resolve("etc/main.cf"), settings(folder, nextHop));
    Files.writeString(folder.resolve("etc/master.cf"), services(ports.get(0), ports.get(1)));
    PlainPostfix postfix = new PlainPostfix(folder, ports.get(0));
    run(folder, PROGRAM.toString(), "-c", folder.resolve("etc").toString(), "start");
    for (int attempt = 0; ; attempt++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), ports.get(0))) {
        return postfix;
      } catch (IOException e) {
        if (attempt == 100) {
          postfix.close();
          throw new IOException("postfix: " + Files.readString(folder.resolve("mail.log")), e);
        }
        Thread.sleep(100);
      }
    }
  }

  /** How many messages it still has. */
  long queued() throws IOException, InterruptedException {
    Path list = folder.resolve("queued");
    Process process =
        new ProcessBuilder("/usr/sbin/postqueue", "-c", folder.resolve("etc").toString(), "-j")
            .redirectOutput(list.toFile())
            .start();
    process.waitFor();
    return Files.readString(list).lines().count();
  }

  @Override
  public void close() throws IOException {
    run(folder, PROGRAM.toString(), "-c", folder.resolve("etc").toString(), "stop");
  }

  private static String services(int first, int second) {
    return """
    127.0.0.1:%d inet n - n - - smtpd
      -o smtpd_proxy_filter=127.0.0.1:%d
      -o smtpd_client_connection_count_limit=0
    127.0.0.1:%d inet n - n - - smtpd
      -o receive_override_options=no_unknown_recipient_checks,no_header_body_checks,no_address_mappings
      -o smtpd_client_connection_count_limit=0
    cleanup unix n - n - 0 cleanup
    qmgr unix n - n 300 1 qmgr
    rewrite unix - - n - - trivial-rewrite
    bounce unix - - n - 0 bounce
    defer unix - - n - 0 bounce
    trace unix - - n - 0 bounce
    proxymap unix - - n - - proxymap
    smtp unix - - n - - smtp
    showq unix n - n - - showq
    error unix - - n - - error
    retry unix - - n - - error
    anvil unix - - n - 1 anvil
    scache unix - - n - 1 scache
    tlsmgr unix - - n 1000? 1 tlsmgr
    postlog unix-dgram n - n - 1 postlogd
    """
        .formatted(first, second, second);
  }

  private static String settings(Path folder, int nextHop) {
    return """
    compatibility_level = 3.6
    queue_directory = %1$s/queue
    data_directory = %1$s/data
    daemon_directory = /usr/lib/postfix/sbin
    command_directory = /usr/sbin
    mail_owner = postfix
    setgid_group = postdrop
    maillog_file = %1$s/mail.log
    maillog_file_prefixes = %1$s
    myhostname = mta.example.test
    mydestination =
    local_recipient_maps =
    local_transport = error:no local delivery
    alias_maps =
    alias_database =
    mynetworks = 127.0.0.0/8
    inet_interfaces = 127.0.0.1
    inet_protocols = ipv4
    smtp_dns_support_level = disabled
    smtp_host_lookup = native
    default_transport = smtp:[127.0.0.1]:%2$d
    smtpd_recipient_restrictions = permit_mynetworks, reject
    smtpd_relay_restrictions = permit_mynetworks, reject
    message_size_limit = 204800000
    mailbox_size_limit = 0
    append_dot_mydomain = no
    biff = no
    """
        .formatted(folder, nextHop);
  }

  private static void run(Path folder, String... command) throws IOException {
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + Files.readString(said));
    }
  }
}
