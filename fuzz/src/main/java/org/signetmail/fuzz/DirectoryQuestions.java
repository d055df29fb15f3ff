package org.signetmail.fuzz;

import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Map;
import org.signetmail.lookup.served.Question;

/**
 * Search filters as they come over LDAP. What a filter asks for is never narrower than the filter:
 * where nobody can match, nobody does.
 */
final class DirectoryQuestions {
  private static final int LARGEST = 4 << 10;
  private static final int LETTERS = 3;
  private static final Entry BOB =
      new Entry(
          "mail=bob@example.test,ou=people,dc=example,dc=test",
          new com.unboundid.ldap.sdk.Attribute(
              "objectClass", "top", "person", "organizationalPerson", "inetOrgPerson", "pkiUser"),
          new com.unboundid.ldap.sdk.Attribute("cn", "Bob Example"),
          new com.unboundid.ldap.sdk.Attribute("sn", "Example"),
          new com.unboundid.ldap.sdk.Attribute("givenName", "Bob"),
          new com.unboundid.ldap.sdk.Attribute("displayName", "Bob Example"),
          new com.unboundid.ldap.sdk.Attribute("mail", "bob@example.test"),
          new com.unboundid.ldap.sdk.Attribute("uid", "bob@example.test"),
          new com.unboundid.ldap.sdk.Attribute("userCertificate;binary", new byte[] {0x30, 0}));

  private DirectoryQuestions() {}

  static void read(byte[] input) {
    if (input.length > LARGEST) {
      return;
    }
    Filter filter;
    try {
      filter = Filter.decode(ASN1Element.decode(input));
    } catch (ASN1Exception | LDAPException e) {
      return;
    }
    if (Question.isTooLarge(filter)) {
      return;
    }
    Question question = Question.of(filter, LETTERS);
    if (question instanceof Question.Of of) {
      require(of.mailboxes().size() <= Question.MOST_MAILBOXES, filter);
      require(of.words().stream().allMatch(word -> word.length() >= LETTERS), filter);
    }
    boolean matches;
    try {
      matches = Question.exact(filter).matchesEntry(BOB);
    } catch (LDAPException e) {
      return;
    }
    require(!(matches && question instanceof Question.Nobody), filter);
  }

  static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = Target.sorted();
    String[] filters = {
      "(mail=bob@example.test)",
      "(&(mail=*)(|(mail=bob*)(|(cn=bob*)(|(sn=bob*)(givenName=bob*)))))",
      "(|(cn=*exam*)(proxyAddresses=smtp:bob@example.test)(anr=bob))",
      "(!(2.5.4.3:caseExactMatch:=bob))",
      "(&(objectClass=inetOrgPerson)(userCertificate;binary=*)(sn>=a)(sn~=example))",
    };
    for (String filter : filters) {
      try {
        seeds.put("filter-" + seeds.size(), Filter.create(filter).encode().encode());
      } catch (LDAPException e) {
        throw new IllegalStateException(filter, e);
      }
    }
    return seeds;
  }

  private static void require(boolean holds, Filter filter) {
    if (!holds) {
      throw new AssertionError("directory: not what is asked for: " + filter);
    }
  }
}
