package org.signetmail.lookup.served;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Asks a directory who it is, as a mail program does first. */
public final class DirectoryProbe {
  private DirectoryProbe() {}

  /**
   * @return the name below which everything is
   * @throws IOException in one line when it does not answer as a directory does
   */
  public static String namingContext(InetSocketAddress at, Duration patience) throws IOException {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setConnectTimeoutMillis(Math.toIntExact(patience.toMillis()));
    options.setResponseTimeoutMillis(patience.toMillis());
    try (LDAPConnection connection =
        new LDAPConnection(options, at.getHostString(), at.getPort())) {
      SearchResultEntry root = connection.getEntry("", "namingContexts");
      String context = root == null ? null : root.getAttributeValue("namingContexts");
      if (context == null) {
        throw new IOException("names nothing below which it has entries (RFC 4512 §5.1)");
      }
      return context;
    } catch (LDAPException e) {
      throw new IOException("does not answer: " + e.getResultCode().getName(), e);
    }
  }
}
