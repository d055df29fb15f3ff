package org.signetmail.smtp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.signetmail.lookup.MailResolver;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;

/** A validating resolver as its client sees it, and the zones that it knows. */
final class Zone implements AutoCloseable {
  private final List<Record> records = new CopyOnWriteArrayList<>();
  private final Set<String> insecure = ConcurrentHashMap.newKeySet();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final DatagramSocket socket;

  Zone() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::answerAll);
  }

  MailResolver resolver() {
    return MailResolver.believing(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()),
        Duration.ofSeconds(2));
  }

  Zone mx(String domain, int preference, String host) throws IOException {
    records.add(new MXRecord(name(domain), DClass.IN, 300, preference, name(host)));
    return this;
  }

  Zone host(String host, String... addresses) throws IOException {
    for (String address : addresses) {
      InetAddress literal = InetAddress.getByName(address);
      records.add(
          address.contains(":")
              ? new AAAARecord(name(host), DClass.IN, 300, literal)
              : new ARecord(name(host), DClass.IN, 300, literal));
    }
    return this;
  }

  Zone alias(String from, String to) throws IOException {
    records.add(new CNAMERecord(name(from), DClass.IN, 300, name(to)));
    return this;
  }

  Zone tlsa(String host, int port, int usage, int selector, int matching, byte[] data)
      throws IOException {
    records.add(
        new TLSARecord(
            name("_" + port + "._tcp." + host), DClass.IN, 300, usage, selector, matching, data));
    return this;
  }

  Zone text(String name, String text) throws IOException {
    records.add(new TXTRecord(name(name), DClass.IN, 300, text));
    return this;
  }

  /** DNSSEC says nothing of this name. */
  Zone insecure(String name) {
    insecure.add(name + ".");
    return this;
  }

  /** What DNSSEC says of this name is that it is forged. */
  Zone failing(String name) {
    failing.add(name + ".");
    return this;
  }

  Zone without(String name) throws IOException {
    Name gone = name(name);
    records.removeIf(record -> record.getName().equals(gone));
    return this;
  }

  private static Name name(String text) throws IOException {
    return text.isEmpty() ? Name.root : Name.fromString(text + ".");
  }

  private void answerAll() {
    byte[] buffer = new byte[4096];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        byte[] wire = answer(query).toWire();
        socket.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
      } catch (IOException e) {
        return;
      }
    }
  }

  private Message answer(Message query) {
    Record question = query.getQuestion();
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(question, Section.QUESTION);
    Name name = question.getName();
    boolean secure = true;
    boolean known = false;
    while (name != null) {
      Name here = name;
      if (failing.contains(here.toString())) {
        answer.getHeader().setRcode(Rcode.SERVFAIL);
        return answer;
      }
      secure &= !insecure.contains(here.toString());
      known |= records.stream().anyMatch(record -> record.getName().equals(here));
      name = null;
      for (Record record : records) {
        if (!record.getName().equals(here)) {
          continue;
        }
        if (record instanceof CNAMERecord alias) {
          answer.addRecord(alias, Section.ANSWER);
          name = alias.getTarget();
        } else if (record.getType() == question.getType()) {
          answer.addRecord(record, Section.ANSWER);
        }
      }
    }
    answer.getHeader().setRcode(known ? Rcode.NOERROR : Rcode.NXDOMAIN);
    if (secure) {
      answer.getHeader().setFlag(Flags.AD);
    }
    return answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
