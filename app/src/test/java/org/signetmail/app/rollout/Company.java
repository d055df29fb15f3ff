package org.signetmail.app.rollout;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.signetmail.app.Main;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.app.organization.Foundation;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonLeaf;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Policy;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.MaildirSink;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;
import org.signetmail.testkit.CommandRun;

/** An organisation with people in groups, and the mail server next door. */
final class Company implements Closeable {
  static final String DOMAIN = "example.test";

  /** Twelve groups of the sizes that a company of five hundred has. */
  static final Map<String, Integer> GROUPS = groups();

  final Home home;
  final Organization organization;
  final MaildirSink sink;
  private final SmtpServer nextHop;

  Company(Path folder) throws IOException {
    InstantSource clock = InstantSource.system();
    sink = new MaildirSink(folder.resolve("mailboxes"));
    nextHop =
        SmtpServer.start(
            ServerSettings.loopback(0, "mail." + DOMAIN), sink, Spool.standard(), clock);
    Endpoint any = new Endpoint("127.0.0.1", 0);
    Configuration configuration =
        new Configuration(
                "Example Corp",
                List.of(DOMAIN),
                "jdbc:sqlite:signet.db",
                new Configuration.Archive(2, 2),
                "http://127.0.0.1:8080",
                new Configuration.Listen(any, any, any, any),
                new MailSettings(new Endpoint("127.0.0.1", nextHop.port()), 50_000_000),
                "policy.yaml",
                DOMAIN + "/signet")
            .servingDirectoryAt(any);
    home = new Home(folder.resolve("home"));
    new Foundation(configuration, new SecureRandom(), clock)
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    organization = Organization.open(home, clock);
  }

  private static Map<String, Integer> groups() {
    Map<String, Integer> groups = new LinkedHashMap<>();
    groups.put("it", 24);
    groups.put("board", 6);
    groups.put("legal", 12);
    groups.put("finance", 30);
    groups.put("personnel", 18);
    groups.put("sales", 90);
    groups.put("key accounts", 20);
    groups.put("research", 70);
    groups.put("production", 130);
    groups.put("logistics", 50);
    groups.put("purchasing", 25);
    groups.put("support", 25);
    return groups;
  }

  void officers() throws IOException {
    for (String name : List.of("olga", "omar")) {
      new OfficerCeremony(organization).enrol(mailbox(name), name);
    }
  }

  /** Adds somebody whom nobody has invited yet. */
  void add(String name, String group) {
    Person person =
        new Person(mailbox(name), name, Set.of(group), Person.State.INVITED, organization.now());
    organization
        .store()
        .people()
        .put(person, PersonLeaf.of(person, organization.now(), organization.random()));
  }

  /** Everybody, in groups; the names say which: {@code sales-07}. */
  List<String> everybody() {
    List<String> names = new ArrayList<>();
    GROUPS.forEach((group, size) -> {
      for (int i = 0; i < size; i++) {
        names.add(group.replace(' ', '-') + "-%02d".formatted(i));
      }
    });
    // The store commits together what comes at one time.
    names.parallelStream().forEach(name -> add(name, groupOf(name)));
    return names;
  }

  private static String groupOf(String name) {
    return name.substring(0, name.lastIndexOf('-')).replace('-', ' ');
  }

  static Mailbox mailbox(String name) {
    return Mailbox.of(name + "@" + DOMAIN);
  }

  CommandRun run(String... arguments) {
    return CommandRun.of(new byte[0], errors -> Main.run(arguments, errors));
  }

  /**
   * An mbox of this many messages, the same each time: half within the company, the others to and
   * from partners; every twentieth from a partner who signs.
   *
   * @param signed a message that a partner signed
   */
  static void mbox(Path file, List<String> people, int messages, byte[] signed) throws IOException {
    Random random = new Random(8);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < messages; i++) {
        out.write("From sender Mon Nov 23 12:00:00 2026\n".getBytes(StandardCharsets.US_ASCII));
        out.write(i % 20 == 0 ? signed : plain(random, people, i));
        out.write('\n');
      }
    }
  }

  private static byte[] plain(Random random, List<String> people, int i) {
    String own = people.get(random.nextInt(people.size()));
    String partner = "contact" + random.nextInt(9) + "@partner" + random.nextInt(40) + ".test";
    boolean isInside = i % 2 == 0;
    boolean isIn = !isInside && random.nextBoolean();
    String other = isInside ? people.get(random.nextInt(people.size())) + "@" + DOMAIN : partner;
    String from = isIn ? other : own + "@" + DOMAIN;
    String to = isIn ? own + "@" + DOMAIN : other;
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(
        """
        From: %s
        To: %s
        Subject: Message %d
        Message-ID: <%d@sample.test>
        Date: Mon, 23 Nov 2026 12:00:00 +0000
        %s
        About the matter of the %dth.
        """
            .formatted(from, to, i, i, isIn ? "" : "User-Agent: " + program(own) + "\n", i)
            .getBytes(StandardCharsets.US_ASCII));
    return message.toByteArray();
  }

  /** What somebody of a group writes mail with. */
  private static String program(String name) {
    String group = name.substring(0, name.lastIndexOf('-'));
    int number = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    return switch (group) {
      case "it" -> "Mutt/2.2.13 (2024-03-09)";
      case "board" -> "iPhone Mail (22G86)";
      case "research" -> number < 50 ? "Mozilla Thunderbird" : "Evolution 3.56.0";
      case "production", "logistics" ->
          number % 4 == 0 ? "Microsoft Outlook 16.0" : "Roundcube Webmail/1.6.9";
      case "sales" -> number % 3 == 0 ? "Microsoft Outlook 14.0" : "Microsoft Outlook 16.0";
      case "support" -> "HelpDesk Pro 7";
      default -> "Microsoft Outlook 16.0";
    };
  }

  @Override
  public void close() {
    organization.close();
    nextHop.close();
  }
}
