package org.signetmail.lookup.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filters of mail programs, and what they come to with three letters. */
class QuestionTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      textBlock =
          """
          # Thunderbird, gpgsm: a certificate for an address
          (mail=Bob@Example.Test) -> bob@example.test
          (|(mail=bob@example.test)(mail=carol@example.test)) -> bob@example.test carol@example.test
          (&(objectClass=inetOrgPerson)(mail=bob@example.test)) -> bob@example.test
          # Thunderbird: completing what is typed
          (|(cn=*exam*)(givenName=*exam*)(sn=*exam*)(mail=*exam*)) -> exam*
          (|(mail=bob*)(cn=bob*)(mozillaNickname=bob*)) -> bob*
          # Outlook
          (&(mail=*)(|(mail=exam*)(|(cn=exam*)(|(sn=exam*)(givenName=exam*))))) -> exam*
          (&(mail=*)(anr=bob)) -> bob*
          (anr=bob@example.test) -> bob@example.test
          (proxyAddresses=smtp:bob@example.test) -> bob@example.test
          (displayName=Bob Example) -> example*
          # Apple
          (&(objectclass=inetOrgPerson)(|(cn=*bob*)(mail=*bob*))) -> bob*
          # both: the narrower
          (&(cn=exam*)(mail=bob@example.test)) -> bob@example.test
          (&(givenName=bob*)(sn=example*)) -> example*
          # lists
          (objectClass=*) -> wide
          (mail=*) -> wide
          (cn=*) -> wide
          (userCertificate;binary=*) -> wide
          (mail=*@example.test) -> wide
          (mail=a*) -> wide
          (cn=bo*) -> wide
          (|(mail=bob@example.test)(cn=*)) -> wide
          (!(mail=bob@example.test)) -> wide
          (mail>=a) -> wide
          (objectClass=person) -> wide
          (|(sn=aaa*)(sn=bbb*)(sn=ccc*)(sn=ddd*)(sn=eee*)) -> wide
          # nobody
          (telephoneNumber=*) -> nobody
          (objectClass=pkiCA) -> nobody
          (mail=no address) -> nobody
          (&(cn=bob*)(mozillaNickname=bob)) -> nobody
          """)
  void whatAFilterAsksFor(String filter, String question) throws LDAPException {
    assertEquals(question, words(Question.of(Filter.create(filter), 3)));
  }

  @Test
  void valuesBecomeWhatEntriesHave() throws LDAPException {
    assertEquals(
        "(mail=bob@xn--bcher-kva.example)", exact("(proxyAddresses=SMTP:bob@bücher.example)"));
    assertEquals("(cn=*bob*)", exact("(commonName=*bob*)"));
    assertEquals("(&(mail=*)(!(sn=x)))", exact("(&(rfc822Mailbox=*)(!(surname=x)))"));
  }

  @Test
  void whatIsDeepOrLongIsNotLookedAt() throws LDAPException {
    Filter deep = Filter.create("(mail=bob@example.test)");
    for (int i = 0; i < Question.DEEPEST; i++) {
      deep = Filter.createNOTFilter(deep);
    }
    assertFalse(Question.isTooLarge(deep));
    assertTrue(Question.isTooLarge(Filter.createNOTFilter(deep)));
    Filter[] many = new Filter[Question.MOST_COMPONENTS];
    java.util.Arrays.fill(many, Filter.create("(mail=bob@example.test)"));
    assertTrue(Question.isTooLarge(Filter.createORFilter(many)));
  }

  private static String exact(String filter) throws LDAPException {
    return Question.exact(Filter.create(filter)).toString();
  }

  private static String words(Question question) {
    return switch (question) {
      case Question.Nobody() -> "nobody";
      case Question.TooWide() -> "wide";
      case Question.Of(var mailboxes, var beginnings) ->
          java.util.stream.Stream.concat(
                  mailboxes.stream().map(one -> one.key()).sorted(),
                  beginnings.stream().map(one -> one + "*").sorted())
              .collect(Collectors.joining(" "));
    };
  }
}
