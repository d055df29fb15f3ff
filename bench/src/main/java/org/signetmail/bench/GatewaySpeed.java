package org.signetmail.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the gateway of a whole running system does in a second, beside Postfix on the same load;
 * load generator and sink are Postfix's own and share the machine.
 */
public final class GatewaySpeed {
  private static final int OCTETS = 10 << 10;
  private static final int SESSIONS = 16;
  private static final int ROUNDS = 3;
  private static final int LARGE = 100 << 20;
  private static final int IDLE = 5_000;

  /** Above this somebody else is at work: the measurement's own is less. */
  private static final double BUSY = 6;

  private static final String WIDE = "512m";
  private static final String NARROW = "128m";

  private final Path folder;
  private final Page page = new Page();
  private final MailLoad.Sink sink;

  private GatewaySpeed(Path folder, MailLoad.Sink sink) {
    this.folder = folder;
    this.sink = sink;
  }

  /**
   * @param arguments a folder to work in, the page to write, and which parts; all when none is
   *     named
   */
  public static void main(String[] arguments) throws Exception {
    List<String> parts = Arrays.asList(arguments).subList(2, arguments.length);
    try (MailLoad.Sink sink = MailLoad.Sink.start()) {
      GatewaySpeed speed = new GatewaySpeed(Path.of(arguments[0]), sink);
      speed.introduction();
      try (GatewayHost.Running gateway = speed.host("p-256", 50, WIDE)) {
        if (parts.isEmpty() || parts.contains("pass")) {
          speed.passThrough(gateway);
        }
        if (parts.isEmpty() || parts.contains("protect")) {
          speed.protect(gateway);
        }
        if (parts.isEmpty() || parts.contains("idle")) {
          speed.idle(gateway);
        }
      }
      if (parts.isEmpty() || parts.contains("large")) {
        speed.large();
      }
      speed.page.paragraph(load("at the end, the measurement's own among it"));
      Files.writeString(Path.of(arguments[1]), speed.page.text());
    }
    System.exit(0);
  }

  private void introduction() throws IOException {
    page.title("Measured: the gateway");
    page.paragraph(
        "Made by `bench/gateway` on "
            + LocalDate.now(ZoneOffset.UTC)
            + ": "
            + Runtime.getRuntime().availableProcessors()
            + " processors, Java "
            + Runtime.version()
            + ". A whole system as `signet up` runs it (SQLite, policy, directory, a heap of "
            + WIDE
            + "), `smtp-source` with "
            + SESSIONS
            + " sessions before it and `smtp-sink` behind it, all on this machine; messages of 10"
            + " KB. CPU is what Signet's process alone was busy for.");
    page.paragraph(load("at the start"));
  }

  private static String load(String when) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.format(
        Locale.ROOT,
        load > BUSY
            ? "**The machine had other work: a load of %.1f %s. Measure again when it has none.**"
            : "A load of %.1f %s.",
        load,
        when);
  }

  private GatewayHost.Running host(String kind, int megabytes, String heap) throws IOException {
    return new GatewayHost.Running(
        folder.resolve("home-" + kind + "-" + heap), kind, sink.port(), megabytes, heap);
  }

  private record Rate(double aSecond, double cpuFor1000) {}

  private static Rate measure(GatewayHost.Running gateway, String to, int messages)
      throws IOException, InterruptedException {
    double cpu = gateway.cpuSeconds();
    double seconds = new MailLoad(SESSIONS, messages, OCTETS).send(gateway.port(), to);
    return new Rate(messages / seconds, (gateway.cpuSeconds() - cpu) * 1000 / messages);
  }

  /** The middle of three rounds, in turns with Postfix. */
  private void passThrough(GatewayHost.Running gateway) throws Exception {
    page.heading("Mail that is left as it is");
    page.head("round", "Postfix, a/s", "Signet, a/s", "ratio (≥ 1 wanted)", "Signet, CPU ms each");
    measure(gateway, GatewayHost.LEFT, 6_000);
    List<Double> ratios = new ArrayList<>();
    List<Rate> ours = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      double postfix = PlainPostfix.isPossible() ? postfix(round) : 0;
      Rate rate = measure(gateway, GatewayHost.LEFT, 5_000);
      ours.add(rate);
      ratios.add(postfix == 0 ? 0 : rate.aSecond() / postfix);
      page.row(
          Integer.toString(round),
          Page.rate(postfix),
          Page.rate(rate.aSecond()),
          Page.ratio(rate.aSecond(), postfix),
          String.format(Locale.ROOT, "%.2f", rate.cpuFor1000()));
    }
    ratios.sort(null);
    page.paragraph(
        String.format(
            Locale.ROOT,
            "The middle ratio: **%.2f**. This Postfix has the least before-queue filter there can"
                + " be: its first `smtpd` hands mail to its second, with nothing between; it then"
                + " writes to its queue, which Signet does not have.",
            ratios.get(ROUNDS / 2)));
    latency(
        gateway, GatewayHost.LEFT, ours.stream().mapToDouble(Rate::aSecond).min().orElseThrow());
  }

  private double postfix(int round) throws Exception {
    Path own = Files.createDirectories(folder.resolve("postfix-" + round));
    try (PlainPostfix postfix = PlainPostfix.start(own, sink.port())) {
      new MailLoad(SESSIONS, 200, OCTETS).send(postfix.port(), GatewayHost.LEFT);
      int messages = 1_500;
      double seconds =
          new MailLoad(SESSIONS, messages, OCTETS).send(postfix.port(), GatewayHost.LEFT);
      while (postfix.queued() > 0) {
        Thread.sleep(200); // its deliveries are not to weigh on the next round
      }
      return messages / seconds;
    }
  }

  private void latency(GatewayHost.Running gateway, String to, double most)
      throws IOException, InterruptedException {
    MailLatency.at(gateway.port(), to, most / 4, 2, OCTETS);
    MailLatency latency = MailLatency.at(gateway.port(), to, most / 2, 6, OCTETS);
    page.paragraph(
        String.format(
            Locale.ROOT,
            "At half of that, %.0f a second: median **%.1f ms**, 99 %% within **%.1f ms**, 99.9 %%"
                + " within %.1f ms, from the moment a message was due to its 250.",
            most / 2,
            latency.percentile(50),
            latency.percentile(99),
            latency.percentile(99.9)));
  }

  private void protect(GatewayHost.Running gateway) throws Exception {
    page.heading("Signed and encrypted");
    page.head("keys", "a/s", "wanted", "CPU ms each", "a CPU second");
    double rate = protect(gateway, "P-256", 1_500, 6_000);
    try (GatewayHost.Running rsa = host("rsa-3072", 50, WIDE)) {
      protect(rsa, "RSA-3072", 500, 3_000);
    }
    latency(gateway, GatewayHost.PROTECTED, rate);
  }

  private double protect(GatewayHost.Running gateway, String keys, int wanted, int messages)
      throws IOException, InterruptedException {
    measure(gateway, GatewayHost.PROTECTED, messages * 2);
    List<Rate> rates = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      rates.add(measure(gateway, GatewayHost.PROTECTED, messages));
    }
    rates.sort(java.util.Comparator.comparingDouble(Rate::aSecond));
    Rate rate = rates.get(ROUNDS / 2);
    page.row(
        keys,
        Page.rate(rate.aSecond()),
        "≥ " + wanted,
        String.format(Locale.ROOT, "%.2f", rate.cpuFor1000()),
        Page.rate(1000 / rate.cpuFor1000()));
    return rate.aSecond();
  }

  private void large() throws Exception {
    page.heading("Messages of 100 MB, with a heap of " + NARROW);
    page.head("what", "MB/s", "wanted", "CPU s each", "most resident memory, MB");
    try (GatewayHost.Running gateway = host("p-256", 150, NARROW)) {
      large(gateway, "left as it is, one at a time", GatewayHost.LEFT, 1, 4);
      large(gateway, "left as it is, four at a time", GatewayHost.LEFT, 4, 8);
      large(gateway, "signed and encrypted, one at a time", GatewayHost.PROTECTED, 1, 3);
    }
  }

  private void large(
      GatewayHost.Running gateway, String what, String to, int sessions, int messages)
      throws IOException, InterruptedException {
    double cpu = gateway.cpuSeconds();
    double seconds = new MailLoad(sessions, messages, LARGE).send(gateway.port(), to);
    page.row(
        what,
        String.format(Locale.ROOT, "%.0f", messages * (LARGE / 1e6) / seconds),
        "≥ 50",
        String.format(Locale.ROOT, "%.2f", (gateway.cpuSeconds() - cpu) / messages),
        Page.megabytes((double) gateway.kilobytes("VmHWM")));
  }

  private void idle(GatewayHost.Running gateway) throws Exception {
    page.heading("Clients that are silent");
    long heap = gateway.heap();
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < IDLE; i++) {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        clients.add(client);
        client.setSoTimeout(30_000);
        if (client.getInputStream().read() != '2') {
          throw new IOException("idle: client " + i + " was not greeted");
        }
      }
      long more = gateway.heap() - heap;
      double seconds = new MailLoad(SESSIONS, 2_000, OCTETS).send(gateway.port(), GatewayHost.LEFT);
      page.paragraph(
          String.format(
              Locale.ROOT,
              "%,d connections that say nothing after the greeting: %.1f KB of heap each; beside"
                  + " them mail goes through at %.0f a second.",
              IDLE,
              more / 1024.0 / IDLE,
              2_000 / seconds));
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }
}
