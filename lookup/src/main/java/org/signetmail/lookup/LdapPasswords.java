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
  private static final String DISPLAY_NAME = "displayName"; // RFC 2798 §2.3
  private static final String COMMON_NAME = "cn"; // RFC 4519 §2.3

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
      return new Answer.Wrong(); // a bind without a password succeeds as nobody (RFC 4513 §5.1.2)
    }
    try (LDAPConnection connection = LdapConnections.open(directory, MOST_OCTETS)) {
      Optional<SearchResultEntry> entry = entry(connection, mailbox);
      return entry.isPresent() ? bound(connection, entry.get(), password) : new Answer.Wrong();
    } catch (LDAPException e) {
      trouble.accept(
          "sign-in by "
              + directory.host()
              + ":"
              + directory.port()
              + ": "
              + e.getResultCode().getName()
              + "; see portal.sign-in.ldap");
      return new Answer.Unreachable();
    }
  }

  /** The one entry with this mailbox. */
  private Optional<SearchResultEntry> entry(LDAPConnection connection, Mailbox mailbox)
      throws LDAPException {
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
            DISPLAY_NAME,
            COMMON_NAME);
    request.setFollowReferrals(false);
    request.setResponseTimeoutMillis(directory.answerWithin().toMillis());
    try {
      List<SearchResultEntry> found = connection.search(request).getSearchEntries();
      return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    } catch (LDAPException e) {
      if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
        return Optional.empty(); // more than one is nobody
      }
      throw e;
    }
  }

  private Answer bound(LDAPConnection connection, SearchResultEntry entry, String password)
      throws LDAPException {
    if (entry.getDN().isBlank()) {
      return new Answer.Wrong();
    }
    try {
      connection.bind(
          LdapConnections.within(directory, new SimpleBindRequest(entry.getDN(), password)));
      return new Answer.Right(name(entry));
    } catch (LDAPException e) {
      if (e.getResultCode().isConnectionUsable()) {
        return new Answer.Wrong(); // a wrong password; or locked, expired, not allowed
      }
      throw e;
    }
  }

  private static String name(SearchResultEntry entry) {
    return Optional.ofNullable(entry.getAttributeValue(DISPLAY_NAME))
        .or(() -> Optional.ofNullable(entry.getAttributeValue(COMMON_NAME)))
        .map(String::strip)
        .orElse("");
  }
}
