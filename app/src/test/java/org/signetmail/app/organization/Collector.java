package org.signetmail.app.organization;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A collector on loopback that takes traces by OTLP over HTTP, in protobuf, and keeps them. */
final class Collector implements AutoCloseable {
  /** In {@code ExportTraceServiceRequest}, {@code ResourceSpans} and {@code ScopeSpans}. */
  private static final int RESOURCE_SPANS = 1;

  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;

  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int PARENT_SPAN_ID = 4;
  private static final int NAME = 5;

  private final HttpServer server;
  private final List<byte[]> requests = new CopyOnWriteArrayList<>();

  /** A span; ids in hexadecimal. */
  record Span(String trace, String id, String parent, String name) {}

  Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean isSmall =
              "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
          requests.add(
              isSmall ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body);
          exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All that came, octet for octet. */
  String octets() {
    StringBuilder all = new StringBuilder();
    requests.forEach(one -> all.append(new String(one, StandardCharsets.ISO_8859_1)));
    return all.toString();
  }

  List<Span> spans() throws IOException {
    List<Span> spans = new ArrayList<>();
    for (byte[] request : requests) {
      for (ByteString resource : in(ByteString.copyFrom(request), RESOURCE_SPANS)) {
        for (ByteString scope : in(resource, SCOPE_SPANS)) {
          for (ByteString span : in(scope, SPANS)) {
            spans.add(
                new Span(
                    hex(span, TRACE_ID),
                    hex(span, SPAN_ID),
                    hex(span, PARENT_SPAN_ID),
                    in(span, NAME).getFirst().toStringUtf8()));
          }
        }
      }
    }
    return spans;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static List<ByteString> in(ByteString message, int field) throws IOException {
    return UnknownFieldSet.parseFrom(message).getField(field).getLengthDelimitedList();
  }

  private static String hex(ByteString message, int field) throws IOException {
    List<ByteString> values = in(message, field);
    return values.isEmpty() ? "" : HexFormat.of().formatHex(values.getFirst().toByteArray());
  }
}
