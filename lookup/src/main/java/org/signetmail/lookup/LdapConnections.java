package org.signetmail.lookup;

import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import javax.net.SocketFactory;
import org.signetmail.lookup.LdapSignIn.Transport;

/**
 * Connections to the directory that people sign in at; the server shows who it is, unless told
 * otherwise.
 */
final class LdapConnections {
  private LdapConnections() {}

  /**
   * A new one, which the caller closes; nobody is logged in on it.
   *
   * @param mostOctets of one message from the server
   */
  static LDAPConnection open(LdapSignIn directory, int mostOctets) throws LDAPException {
    LDAPConnection connection =
        new LDAPConnection(
            directory.transport() == Transport.TLS
                ? directory.tls().getSocketFactory()
                : SocketFactory.getDefault(),
            options(directory, mostOctets),
            directory.host(),
            directory.port());
    try {
      if (directory.transport() == Transport.STARTTLS) {
        ExtendedResult result =
            connection.processExtendedOperation(new StartTLSExtendedRequest(directory.tls()));
        if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
          throw new LDAPException(result);
        }
      }
      return connection;
    } catch (LDAPException e) {
      connection.close();
      throw e;
    }
  }

  /** As our own entry in the directory, where we have one. */
  static void logIn(LDAPConnection connection, LdapSignIn directory) throws LDAPException {
    if (directory.login().isPresent()) {
      LdapSignIn.Login login = directory.login().get();
      connection.bind(within(directory, new SimpleBindRequest(login.name(), login.password())));
    }
  }

  /** The same, with the time that an answer may take. */
  static SimpleBindRequest within(LdapSignIn directory, SimpleBindRequest request) {
    request.setResponseTimeoutMillis(directory.answerWithin().toMillis());
    return request;
  }

  private static LDAPConnectionOptions options(LdapSignIn directory, int mostOctets) {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    int millis = Math.toIntExact(directory.answerWithin().toMillis());
    options.setConnectTimeoutMillis(millis);
    options.setResponseTimeoutMillis(millis);
    options.setMaxMessageSize(mostOctets);
    options.setFollowReferrals(false);
    options.setUseSynchronousMode(true);
    if (directory.transport() != Transport.DANGEROUSLY_PLAIN) {
      options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
    }
    return options;
  }
}
