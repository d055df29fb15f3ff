package org.signetmail.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.signetmail.testkit.Fixtures;

/**
 * Hosts of our own: network namespaces on one bridge that this process stands at too. Wants the
 * rights of root and {@code ip netns}.
 */
final class NodeNetwork implements AutoCloseable {
  /** Of the block for tests of networks (RFC 2544 §C.2.2), which nobody routes. */
  private final String block = "198.18." + ThreadLocalRandom.current().nextInt(1, 250) + ".";

  private final String name = "sn" + ProcessHandle.current().pid() % 100_000;
  private final List<Host> hosts = new ArrayList<>();

  private NodeNetwork() {}

  static NodeNetwork make() {
    NodeNetwork network = new NodeNetwork();
    Tool bridge = Tool.run("ip", "link", "add", network.name, "type", "bridge");
    if (bridge.status() != 0) {
      throw Fixtures.absent(
          "network namespaces", "run as root where 'ip link' may add: " + bridge.errors());
    }
    ip("addr", "add", network.block + "1/24", "dev", network.name);
    ip("link", "set", network.name, "up");
    return network;
  }

  /** Where this process is to the hosts. */
  InetAddress here() throws IOException {
    return InetAddress.getByName(block + 1);
  }

  /** All hosts and this process. */
  String block() {
    return block + "0/24";
  }

  /** One more host. */
  Host host() throws IOException {
    int number = hosts.size() + 2;
    String namespace = name + "-" + number;
    String link = name + "v" + number;
    Tool made = Tool.run("ip", "netns", "add", namespace);
    if (made.status() != 0) {
      throw Fixtures.absent("network namespaces", "allow 'ip netns add': " + made.errors());
    }
    Host host = new Host(namespace, link, InetAddress.getByName(block + number));
    hosts.add(host);
    ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    ip("link", "set", link, "master", name, "up");
    ip("-n", namespace, "link", "set", "lo", "up");
    ip("-n", namespace, "addr", "add", block + number + "/24", "dev", "eth0");
    ip("-n", namespace, "link", "set", "eth0", "up");
    return host;
  }

  @Override
  public void close() {
    hosts.forEach(host -> Tool.run("ip", "netns", "del", host.namespace));
    Tool.run("ip", "link", "del", name);
  }

  private static void ip(String... words) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    Tool.run(command).succeeded();
  }

  /** A host with one cable. */
  record Host(String namespace, String link, InetAddress address) {
    String ip() {
      return address.getHostAddress();
    }

    /** A command that runs there. */
    List<String> command(List<String> words) {
      List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
      command.addAll(words);
      return command;
    }

    /** Its cable is out: nobody is told, octets just do not come. */
    void cutOff() {
      NodeNetwork.ip("link", "set", link, "down");
    }

    void join() {
      NodeNetwork.ip("link", "set", link, "up");
    }

    /** A bad line: 300 ms and losses where the kernel can, else 256 kbit/s with long queues. */
    String slow() {
      if (Tool.run(delay(link)).status() == 0) {
        return "300 ms, 2 % lost";
      }
      for (List<String> side : List.of(narrow(link), command(narrow("eth0")))) {
        Tool.run(side).succeeded();
      }
      return "256 kbit/s";
    }

    void fast() {
      Tool.run("tc", "qdisc", "del", "dev", link, "root");
      Tool.run(command(List.of("tc", "qdisc", "del", "dev", "eth0", "root")));
    }

    private static List<String> delay(String device) {
      return List.of(
          "tc", "qdisc", "add", "dev", device, "root", "netem", "delay", "300ms", "loss", "2%");
    }

    private static List<String> narrow(String device) {
      return List.of(
          "tc", "qdisc", "add", "dev", device, "root", "tbf", "rate", "256kbit", "burst", "4kb",
          "latency", "3s");
    }
  }
}
