package org.signetmail.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.signetmail.directory.TestPki;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SMIMEARecord;
import org.xbill.DNS.Section;

class SmimeaCertificateSourceTest {
  private static final Mailbox HUGH = Mailbox.of("hugh@example.com");

  /** The owner name of RFC 8162 §3 for hugh@example.com. */
  private static final String HUGHS_NAME =
      "c93f1e400f26708f98cb19d936620da35eec8f72e57f9eec01c1afd6._smimecert.example.com.";

  private final Certificate hugh =
      new TestPki("Example", Instant.now().truncatedTo(ChronoUnit.SECONDS)).encryption(HUGH);
  private final List<Record> zone = new ArrayList<>();
  private boolean authenticated = true;
  private int rcode = Rcode.NOERROR;
  private DatagramSocket socket;

  @BeforeEach
  void serve() throws Exception {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::answerAll);
  }

  @AfterEach
  void stop() {
    socket.close();
  }

  @Test
  void nameIsTheOneOfTheStandard() {
    assertEquals(HUGHS_NAME, SmimeaName.of(HUGH));
  }

  @Test
  void quotesAreNotPartOfTheName() {
    assertEquals(HUGHS_NAME, SmimeaName.of(Mailbox.of("\"hu\\gh\"@example.com")));
  }

  @Test
  void certificateInAnAuthenticatedAnswerIsFound() throws Exception {
    zone.add(record(3, 0, 0, hugh.encoded()));

    assertEquals(List.of(hugh), find());
  }

  @Test
  void answerThatDnssecDoesNotCoverIsIgnored() throws Exception {
    zone.add(record(3, 0, 0, hugh.encoded()));
    authenticated = false;

    assertEquals(List.of(), find());
  }

  @Test
  void recordsWithoutAWholeCertificateAreLeftOut() throws Exception {
    zone.add(record(3, 1, 0, hugh.publicKey().getEncoded()));
    zone.add(record(3, 0, 1, new byte[32]));
    zone.add(record(3, 0, 0, new byte[] {1, 2, 3}));

    assertEquals(List.of(), find());
  }

  @Test
  void noSuchNameIsAnEmptyAnswer() throws Exception {
    rcode = Rcode.NXDOMAIN;

    assertEquals(List.of(), find());
  }

  @Test
  void brokenDnssecIsAnIoException() {
    rcode = Rcode.SERVFAIL;

    IOException thrown = assertThrows(IOException.class, this::find);
    assertTrue(thrown.toString().contains("SERVFAIL"), thrown::toString);
  }

  @Test
  void silenceIsAnIoException() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      assertThrows(IOException.class, () -> find(silent.getLocalPort()));
    }
  }

  private List<Certificate> find() throws IOException {
    return find(socket.getLocalPort());
  }

  private static List<Certificate> find(int port) throws IOException {
    return new SmimeaCertificateSource(
            "dns",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            Duration.ofMillis(500))
        .find(HUGH);
  }

  private static Record record(int usage, int selector, int matching, byte[] data)
      throws Exception {
    return new SMIMEARecord(
        Name.fromString(HUGHS_NAME), DClass.IN, 300, usage, selector, matching, data);
  }

  /** A validating resolver as its client sees it. */
  private void answerAll() {
    byte[] buffer = new byte[4096];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setRcode(rcode);
        if (authenticated) {
          answer.getHeader().setFlag(Flags.AD);
        }
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        if (rcode == Rcode.NOERROR && query.getQuestion().getName().toString().equals(HUGHS_NAME)) {
          zone.forEach(record -> answer.addRecord(record, Section.ANSWER));
        }
        byte[] wire = answer.toWire();
        socket.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
      } catch (IOException e) {
        return;
      }
    }
  }
}
