package org.signetmail.lookup;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import java.io.Closeable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.signetmail.directory.CertificateSource;
import org.signetmail.lookup.LdapSettings.Transport;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Mailbox;

/**
 * Finds certificates in an LDAP directory: {@code userCertificate} (RFC 4523 §4.1) and {@code
 * userSMIMECertificate} (RFC 2798 §2.8) of entries whose {@code mail} is the mailbox.
 *
 * <p>Bound anonymously, referrals not followed. The server is not believed in anything: entries,
 * octets and time are limited, values that are no certificates are left out. Connections are made
 * when needed and kept. Safe for use by many threads.
 */
public final class LdapCertificateSource implements CertificateSource, Closeable {
  private static final int MOST_ENTRIES = 20;
  private static final int MOST_OCTETS = 1 << 20;
  private static final int MOST_CONNECTIONS = 8;
  private static final String USER_CERTIFICATE = "userCertificate";
  private static final String USER_SMIME_CERTIFICATE = "userSMIMECertificate";

  private final LdapSettings settings;
  private final LDAPConnectionPool connections;

  /** A source that connects when it is first asked. */
  public LdapCertificateSource(LdapSettings settings) {
    this.settings = settings;
    try {
      this.connections =
          new LDAPConnectionPool(
              new SingleServerSet(
                  settings.host(), settings.port(), sockets(settings.transport()), options()),
              new SimpleBindRequest(),
              0,
              MOST_CONNECTIONS);
    } catch (LDAPException e) {
      throw new IllegalArgumentException(settings.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public List<Certificate> find(Mailbox mailbox) throws IOException {
    if (!settings.domains().isEmpty() && !settings.domains().contains(mailbox.domain())) {
      return List.of();
    }
    List<Certificate> found = new ArrayList<>();
    for (SearchResultEntry entry : search(mailbox)) {
      collect(entry, USER_CERTIFICATE, found);
      collect(entry, USER_SMIME_CERTIFICATE, found);
    }
    return found;
  }

  @Override
  public void close() {
    connections.close();
  }

  private List<SearchResultEntry> search(Mailbox mailbox) throws IOException {
    // An equality filter is encoded, never parsed from text: no address can change its meaning.
    Filter filter = Filter.createEqualityFilter("mail", mailbox.toString());
    SearchRequest request =
        new SearchRequest(
            settings.base(),
            SearchScope.SUB,
            DereferencePolicy.NEVER,
            MOST_ENTRIES,
            Math.toIntExact(Math.max(1, settings.answerWithin().toSeconds())),
            false,
            filter,
            USER_CERTIFICATE,
            USER_CERTIFICATE + ";binary",
            USER_SMIME_CERTIFICATE,
            USER_SMIME_CERTIFICATE + ";binary");
    request.setFollowReferrals(false);
    request.setResponseTimeoutMillis(settings.answerWithin().toMillis());
    try {
      return answer(request).getSearchEntries();
    } catch (LDAPSearchException e) {
      if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
        return List.of();
      }
      if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
        return Objects.requireNonNullElse(e.getSearchEntries(), List.of());
      }
      throw new IOException(
          settings.host() + ":" + settings.port() + ": " + e.getResultCode().getName(), e);
    }
  }

  /**
   * A kept connection may have been closed since: then once more, on another. The pool would do the
   * same with the same request, which may still be told of the end of the first connection.
   */
  private SearchResult answer(SearchRequest request) throws LDAPSearchException {
    try {
      return connections.search(request.duplicate());
    } catch (LDAPSearchException e) {
      if (e.getResultCode().isConnectionUsable()) {
        throw e;
      }
      connections.shrinkPool(0);
      return connections.search(request);
    }
  }

  private static void collect(SearchResultEntry entry, String type, List<Certificate> found) {
    for (Attribute attribute : entry.getAttributesWithOptions(type, null)) {
      for (byte[] value : attribute.getValueByteArrays()) {
        try {
          found.addAll(Certificates.read(value, type));
        } catch (IOException e) {
          // Directories hold all sorts of things under these names; what is no certificate is none.
        }
      }
    }
  }

  private LDAPConnectionOptions options() {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    int millis = Math.toIntExact(settings.answerWithin().toMillis());
    options.setConnectTimeoutMillis(millis);
    options.setResponseTimeoutMillis(millis);
    options.setMaxMessageSize(MOST_OCTETS);
    options.setFollowReferrals(false);
    options.setAbandonOnTimeout(true);
    return options;
  }

  private static SocketFactory sockets(Transport transport) {
    if (transport == Transport.PLAIN) {
      return SocketFactory.getDefault();
    }
    try {
      return SSLContext.getDefault().getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has a default TLS context", e);
    }
  }
}
