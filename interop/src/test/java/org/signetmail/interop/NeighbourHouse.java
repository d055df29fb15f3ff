package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An organisation whose mail goes through Signet, which runs as its own process: what goes to
 * {@code example.test} is signed and encrypted, nothing goes to {@code forbidden.test}, all else is
 * left as it is. Postfix is put around it as a page says.
 */
final class NeighbourHouse implements AutoCloseable {
  static final String BOB = "bob@example.test";

  private static final String POLICY =
      """
      outbound:
        rules:
          - name: bounces
            when: sender.address == ''
            deliver: { sign: no, encrypt: no }
          - name: not there
            when: recipient.domain == 'forbidden.test'
            refuse: 'nothing goes to forbidden.test'
          - name: among us
            when: recipient.domain == 'example.test' && !message.signed && !message.encrypted
            deliver: { sign: required, encrypt: required }
        default:
          deliver: { sign: no, encrypt: no }
      inbound:
        default:
          deliver: { sign: no, encrypt: no }
      """;

  private final Path folder;
  private final SignetProcess signet;
  private SignetProcess.Running running;
  private final List<Integer> ports = SignetProcess.freePorts(6);

  NeighbourHouse(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.signet =
        new SignetProcess(
            folder.resolve("home"), back(), POLICY, List.of(ports.get(2), ports.get(3)));
    Files.writeString(folder.resolve("password"), "x\n");
    for (String officer : List.of("olga", "omar", "otto")) {
      done("officer", "enrol", officer + "@example.test", "--name=" + officer, "-o", p12(officer));
    }
    for (String person : List.of("alice", "bob")) {
      done("user", "add", person + "@example.test", "--name=" + person);
      done(
          "enrol",
          "new",
          person + "@example.test",
          "--vouched-by=olga@example.test",
          "-o",
          p12(person));
    }
    this.running = signet.start();
  }

  /** Where Postfix takes mail from outside, and from our people. */
  int smtp() {
    return ports.get(0);
  }

  int submission() {
    return ports.get(1);
  }

  SignetProcess signet() {
    return signet;
  }

  /** Where Signet gives mail back. */
  int back() {
    return ports.get(4);
  }

  /** Where Signet gives its own reports. */
  int reports() {
    return ports.get(5);
  }

  String p12(String person) {
    return folder.resolve(person + ".p12").toString();
  }

  Path root() {
    return signet.home().resolve("certificates/root.pem");
  }

  /** The ports of the manual's pages, as they are here. */
  Map<Integer, Integer> ports() {
    return Map.of(
        25,
        signet.inbound(),
        2525,
        signet.outbound(),
        2526,
        signet.inbound(),
        10026,
        back(),
        10027,
        reports());
  }

  /** Configures Signet as this section of a page says; it starts anew where it was not so. */
  void configureAs(OperatePage page, String heading) throws IOException, InterruptedException {
    Path file = signet.home().resolve("signet.yaml");
    String before = Files.readString(file);
    String wanted = page.block(heading, "signet.yaml", ports()).replace("0.0.0.0", "127.0.0.1");
    String text = before.replaceAll("(?m)^ {2}(out|in)?(bound-)?next-hop:.*\n", "");
    for (String line : wanted.split("\n")) {
      String key = line.substring(0, line.indexOf(':') + 1);
      text =
          key.endsWith("next-hop:")
              ? text.replace("\nmail:\n", "\nmail:\n" + line + "\n")
              : text.replaceFirst("(?m)^" + key + ".*$", line);
      assertTrue(text.contains(line + "\n"), key + " has no place in " + file);
    }
    if (!text.equals(before)) {
      running.stop();
      Files.writeString(file, text);
      running = signet.start();
    }
  }

  /** A Postfix as a section of a page says, whose own mail goes to {@code next}. */
  PostfixInstance postfix(
      OperatePage page, String heading, String name, String next, String main, Listening listening)
      throws IOException, InterruptedException {
    return postfix(name, next, main, page.block(heading, "master.cf", ports()), listening);
  }

  PostfixInstance postfix(String name, String next, String main, String master, Listening listening)
      throws IOException, InterruptedException {
    String services =
        master
            .replaceAll("(?m)^smtp +inet", "127.0.0.1:" + smtp() + " inet")
            .replaceAll("(?m)^submission +inet", "127.0.0.1:" + submission() + " inet");
    return PostfixInstance.configured(
        folder.resolve(name),
        next,
        main,
        services,
        switch (listening) {
          case FRONT -> List.of(smtp());
          case BEHIND -> List.of(back());
          case BOTH -> List.of(smtp(), submission(), back());
        });
  }

  /** On which side of Signet a Postfix stands. */
  enum Listening {
    FRONT,
    BEHIND,
    BOTH
  }

  Path folder(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    try {
      running.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void done(String... words) {
    List<String> all = new java.util.ArrayList<>(List.of(words));
    all.add("--home=" + signet.home());
    if (all.contains("-o")) {
      all.add("--password-file=" + folder.resolve("password"));
    }
    Product.done(all);
  }
}
