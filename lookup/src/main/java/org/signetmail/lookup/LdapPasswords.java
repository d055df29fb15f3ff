package org.signetmail.lookup;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.signetmail.enrolment.DirectoryPasswords;
import org.signetmail.pkix.Mailbox;

/**
 * Passwords of an LDAP directory: the one entry with a mailbox is looked for, and bound as with the
 * password (RFC 4513 §5.1.3). A connection serves one question, so that nobody's login stays on it.
 * The server shows a certificate for its name before it hears anything, unless told otherwise.
 *
 * <p>Safe for use by many threads.
 */
public final class LdapPasswords implements DirectoryPasswords {
  private static final int MOST_OCTETS = 64 << 10;
  private static final String NO_ATTRIBUTES = "1.1"; // RFC 4511 §4.5.1.8

  private final LdapSignIn directory;
  private final Consumer<String> trouble;

  /**
   * @param trouble hears, in one line without a secret, why the directory could not be asked
   */
  public LdapPasswords(LdapSignIn directory, Consumer<String> trouble) {
    this.directory = directory;
    this.trouble = trouble;
  }

  @Override
  public Answer check(Mailbox mailbox, String password) {
    if (password.isEmpty()) {
      return Answer.WRONG; // a bind without a password succeeds as nobody (RFC 4513 §5.1.2)
    }
    try (LDAPConnection connection = LdapConnections.open(directory, MOST_OCTETS)) {
      Optional<String> name = entry(connection, mailbox);
      return name.isPresent() ? bound(connection, name.get(), password) : Answer.WRONG;
    } catch (LDAPException e) {
      trouble.accept(
          "sign-in by "
              + directory.host()
              + ":"
              + directory.port()
              + ": "
              + e.getResultCode().getName()
              + "; see portal.sign-in.ldap");
      return Answer.UNREACHABLE;
    }
  }

  /** The name of the one entry with this mailbox. */
  private Optional<String> entry(LDAPConnection connection, Mailbox mailbox) throws LDAPException {
    LdapConnections.logIn(connection, directory);
    SearchRequest request =
        new SearchRequest(
            directory.base(),
            SearchScope.SUB,
            DereferencePolicy.NEVER,
            2,
            Math.toIntExact(Math.max(1, directory.answerWithin().toSeconds())),
            false,
            // An equality filter is encoded, never parsed from text.
            Filter.createEqualityFilter(directory.attribute(), mailbox.toString()),
            NO_ATTRIBUTES);
    request.setFollowReferrals(false);
    request.setResponseTimeoutMillis(directory.answerWithin().toMillis());
    try {
      List<SearchResultEntry> found = connection.search(request).getSearchEntries();
      return found.size() == 1 ? Optional.of(found.getFirst().getDN()) : Optional.empty();
    } catch (LDAPException e) {
      if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
        return Optional.empty(); // more than one is nobody
      }
      throw e;
    }
  }

  private Answer bound(LDAPConnection connection, String name, String password)
      throws LDAPException {
    if (name.isBlank()) {
      return Answer.WRONG;
    }
    try {
      connection.bind(LdapConnections.within(directory, new SimpleBindRequest(name, password)));
      return Answer.RIGHT;
    } catch (LDAPException e) {
      if (e.getResultCode().isConnectionUsable()) {
        return Answer.WRONG; // a wrong password; or locked, expired, not allowed
      }
      throw e;
    }
  }
}
