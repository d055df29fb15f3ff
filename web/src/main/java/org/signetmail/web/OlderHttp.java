package org.signetmail.web;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.0 where status and time are asked for: OpenSSL's {@code ocsp} and much that is built into
 * things speak nothing newer, and the server underneath speaks nothing older than 1.1.
 *
 * <p>The head of a 1.0 request is put into the words of 1.1 before it is read: its version, {@code
 * Connection: close}, and a Host where there is none (RFC 9112 §2.3, §3.2, §9.3). Our answers have
 * a length, by which a 1.0 client knows their end. Everything else passes unchanged.
 */
final class OlderHttp implements ServerConnectionSelector {
  private static final int LONGEST_HEAD = 16_384;
  private static final String OLD = " HTTP/1.0";

  private final Http1ConnectionSelector http1 =
      Http1ConnectionSelector.builder().config(Http1Config.create()).build();

  @Override
  public int bytesToIdentifyConnection() {
    return 0;
  }

  @Override
  public Support supports(BufferData data) {
    return Support.SUPPORTED;
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http1.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return http1.connection(new Translated(context, reader(context.dataReader())));
  }

  private static DataReader reader(DataReader from) {
    boolean[] begun = {false};
    return DataReader.create(() -> {
      byte[] octets = more(from);
      if (begun[0] || octets == null) {
        return octets;
      }
      begun[0] = true;
      return translated(octets, from);
    });
  }

  /** What has come by now, at least one octet; null at the end. */
  private static byte @Nullable [] more(DataReader from) {
    try {
      from.ensureAvailable();
      return from.readBytes(from.available());
    } catch (DataReader.InsufficientDataAvailableException e) {
      return null;
    }
  }

  private static byte[] translated(byte[] first, DataReader from) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.writeBytes(first);
    while (mayBeOld(octets) && octets.size() < LONGEST_HEAD && end(text(octets)) < 0) {
      byte[] next = more(from);
      if (next == null) {
        break;
      }
      octets.writeBytes(next);
    }
    String text = text(octets);
    int end = end(text);
    int line = text.indexOf("\r\n");
    if (end < 0 || !text.substring(0, line).endsWith(OLD)) {
      return octets.toByteArray();
    }
    StringBuilder head = new StringBuilder(text.substring(0, line - OLD.length()));
    head.append(" HTTP/1.1\r\nConnection: close\r\n");
    String fields = text.substring(line + 2, end + 2);
    if (!fields.matches("(?is)(.*\\n)?host:.*")) {
      head.append("Host: unknown\r\n");
    }
    head.append(fields.replaceAll("(?im)^connection:.*\\r\\n", ""));
    head.append(text, end + 2, text.length());
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Whether the first line is of HTTP/1.0, or not all of it has come. */
  private static boolean mayBeOld(ByteArrayOutputStream octets) {
    String text = text(octets);
    int line = text.indexOf("\r\n");
    return line < 0 ? text.indexOf('\n') < 0 : text.substring(0, line).endsWith(OLD);
  }

  /** Where the empty line begins that ends the head; negative when it has not come. */
  private static int end(String text) {
    return text.indexOf("\r\n\r\n");
  }

  private static String text(ByteArrayOutputStream octets) {
    return octets.toString(StandardCharsets.ISO_8859_1);
  }

  /** The connection as it is, but for what is read from it. */
  private record Translated(ConnectionContext connection, DataReader dataReader)
      implements ConnectionContext {
    @Override
    public ListenerContext listenerContext() {
      return connection.listenerContext();
    }

    @Override
    public ExecutorService executor() {
      return connection.executor();
    }

    @Override
    public DataWriter dataWriter() {
      return connection.dataWriter();
    }

    @Override
    public Router router() {
      return connection.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
      return connection.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
      return connection.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
      return connection.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
      return connection.localPeer();
    }

    @Override
    public boolean isSecure() {
      return connection.isSecure();
    }

    @Override
    public String socketId() {
      return connection.socketId();
    }

    @Override
    public String childSocketId() {
      return connection.childSocketId();
    }
  }
}
