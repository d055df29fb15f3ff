package org.signetmail.lookup;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * People and their groups out of an LDAP directory, page by page (RFC 2696): every entry with a
 * mailbox. It reads, and writes nothing.
 */
public final class LdapPeople {
  private static final int PAGE = 500;
  private static final int MOST = 1_000_000;
  private static final int MOST_OCTETS = 1 << 20; // of one entry

  private LdapPeople() {}

  /**
   * Reads them all; groups as {@link LdifPeople} has them.
   *
   * @throws IOException saying in a phrase, to follow the name of the directory, what is wrong
   */
  public static List<LdifPeople.Found> read(LdapSignIn directory) throws IOException {
    List<LdifPeople.Found> found = new ArrayList<>();
    try (LDAPConnection connection = LdapConnections.open(directory, MOST_OCTETS)) {
      LdapConnections.logIn(connection, directory);
      ASN1OctetString cookie = null;
      do {
        SearchResult page = connection.search(request(directory, cookie));
        page.getSearchEntries()
            .forEach(entry -> LdifPeople.of(entry, directory.attribute()).ifPresent(found::add));
        if (found.size() > MOST) {
          throw new IOException("has more than " + MOST + " people");
        }
        cookie = next(page);
      } while (cookie != null);
    } catch (LDAPException e) {
      throw new IOException("does not answer: " + e.getResultCode().getName(), e);
    }
    return found;
  }

  private static SearchRequest request(LdapSignIn directory, @Nullable ASN1OctetString cookie) {
    SearchRequest request =
        new SearchRequest(
            directory.base(),
            SearchScope.SUB,
            Filter.createPresenceFilter(directory.attribute()),
            directory.attribute(),
            "displayName",
            "cn",
            "ou",
            "department",
            "memberOf");
    request.setFollowReferrals(false);
    request.setResponseTimeoutMillis(directory.answerWithin().toMillis());
    request.addControl(new SimplePagedResultsControl(PAGE, cookie));
    return request;
  }

  /** Where the next page begins; null at the end, and where the server knows no pages. */
  private static @Nullable ASN1OctetString next(SearchResult page) throws LDAPException {
    SimplePagedResultsControl answer = SimplePagedResultsControl.get(page);
    return answer != null && answer.moreResultsToReturn() ? answer.getCookie() : null;
  }
}
