package org.signetmail.lookup.served;

import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.listener.StartTLSRequestHandler;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.schema.Schema;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.signetmail.directory.ListedPeople;
import org.signetmail.directory.Purses;

/**
 * Serves the directory over LDAP, read-only, to whoever connects. Listens when {@link #start}
 * returns; {@link #close} ends every connection. Thread-safe.
 */
public final class DirectoryServer implements Closeable {
  /**
   * Octets. A filter is taken apart by recursion before we see it: this many hold a thousand nested
   * ones, which fit a thread's stack; sixteen thousand would not. Fifty mailboxes fit too.
   */
  private static final int LARGEST_REQUEST = 4 << 10;

  private static final int MOST_CONNECTIONS = 1_000;

  private final List<LDAPListener> listeners = new ArrayList<>();

  private DirectoryServer() {}

  /**
   * @param purses what each client may still ask; shared with the other ways in
   * @throws IOException in one line, when an address cannot be listened at
   */
  public static DirectoryServer start(
      ServedSettings settings,
      ListedPeople people,
      ServedAuthorities authorities,
      Purses purses,
      DirectoryEvents events,
      InstantSource clock)
      throws IOException {
    DirectoryTree tree =
        new DirectoryTree(
            settings.domain(), settings.organization(), authorities, standardSchema());
    SearchHandler handler =
        new SearchHandler(
            new Search(tree, people, purses, events, clock), new Connections(purses::isFree));
    DirectoryServer server = new DirectoryServer();
    try {
      server.listen(
          settings.plain(),
          Optional.empty(),
          new StartTLSRequestHandler(settings.context().getSocketFactory(), handler));
      if (settings.tls().isPresent()) {
        server.listen(settings.tls().get(), Optional.of(settings.context()), handler);
      }
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  public int port() {
    return listeners.getFirst().getListenPort();
  }

  /** The port under TLS from the start, where there is one. */
  public Optional<Integer> tlsPort() {
    return listeners.size() < 2
        ? Optional.empty()
        : Optional.of(listeners.getLast().getListenPort());
  }

  @Override
  public void close() {
    listeners.forEach(listener -> listener.shutDown(true));
  }

  private void listen(
      InetSocketAddress at, Optional<SSLContext> tls, LDAPListenerRequestHandler handler)
      throws IOException {
    if (at.isUnresolved()) {
      throw new IOException(
          at.getHostString() + ": has no address to serve the directory at; see listen: ldap:");
    }
    LDAPListenerConfig config = new LDAPListenerConfig(at.getPort(), handler);
    config.setServerSocketFactory(PatientServerSocket.factory(at.getAddress(), tls));
    config.setMaxMessageSizeBytes(LARGEST_REQUEST);
    config.setMaxConnections(MOST_CONNECTIONS);
    config.setUseLinger(false);
    LDAPListener listener = new LDAPListener(config);
    try {
      listener.startListening();
    } catch (IOException e) {
      throw new IOException(
          "LDAP " + at.getHostString() + ":" + at.getPort() + ": " + e.getMessage(), e);
    }
    listeners.add(listener);
  }

  private static Schema standardSchema() {
    try {
      return Schema.getDefaultStandardSchema();
    } catch (LDAPException e) {
      throw new IllegalStateException("LDAP: the standard schema is missing", e);
    }
  }
}
