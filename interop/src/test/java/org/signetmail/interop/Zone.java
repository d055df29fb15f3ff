package org.signetmail.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** A resolver on loopback, and the few names that it knows. */
final class Zone implements AutoCloseable {
  private static final int LONGEST_TEXT = 255; // RFC 1035 §3.3

  private final List<Record> records = new CopyOnWriteArrayList<>();
  private final DatagramSocket socket;

  Zone() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::answerAll);
  }

  int port() {
    return socket.getLocalPort();
  }

  Zone text(String name, String text) throws IOException {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < text.length(); i += LONGEST_TEXT) {
      parts.add(text.substring(i, Math.min(text.length(), i + LONGEST_TEXT)));
    }
    records.add(new TXTRecord(Name.fromString(name + "."), DClass.IN, 300, parts));
    return this;
  }

  /** A server of a domain (RFC 5321 §5.1). */
  Zone exchange(String domain, int preference, String host) throws IOException {
    records.add(
        new MXRecord(
            Name.fromString(domain + "."),
            DClass.IN,
            300,
            preference,
            Name.fromString(host + ".")));
    return this;
  }

  /** The one CAA property of a name, in place of what was there. */
  Zone caa(String name, String tag, String value) throws IOException {
    Name owner = Name.fromString(name + ".");
    records.removeIf(record -> record instanceof CAARecord && record.getName().equals(owner));
    records.add(new CAARecord(owner, DClass.IN, 300, 0, tag, value));
    return this;
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
        return; // closed
      }
    }
  }

  private Message answer(Message query) {
    Record question = query.getQuestion();
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(question, Section.QUESTION);
    boolean isKnown = false;
    for (Record record : records) {
      if (record.getName().equals(question.getName())) {
        isKnown = true;
        if (record.getType() == question.getType()) {
          answer.addRecord(record, Section.ANSWER);
        }
      }
    }
    answer.getHeader().setRcode(isKnown ? Rcode.NOERROR : Rcode.NXDOMAIN);
    return answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
