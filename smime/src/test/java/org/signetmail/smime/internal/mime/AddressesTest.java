package org.signetmail.smime.internal.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alice@example.test | alice@example.test",
        "Alice <alice@example.test> | alice@example.test",
        "<alice@example.test> | alice@example.test",
        "\"Last, First\" <alice@example.test> | alice@example.test",
        "Alice A. Person (work) <alice@example.test> | alice@example.test",
        "alice @ example . test | alice@example.test",
        "alice(c)@(d)example.test | alice@example.test",
        "\"alice\"@example.test | alice@example.test",
        "<@relay.test,@other.test:alice@example.test> | alice@example.test",
        "=?utf-8?q?Gr=C3=BC=C3=9Fe?= <alice@example.test> | alice@example.test",
        "Team: alice@example.test; | alice@example.test",
        "bob@evil.test <alice@example.test> | alice@example.test",
        "alice@example.test, | alice@example.test",
        "alice@bücher.test | alice@xn--bcher-kva.test",
      })
  void oneMailbox(String field, String expected) {
    assertEquals(1, Addresses.of(field).size());
    assertEquals(expected, Addresses.of(field).getFirst().mailbox().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice@example.test bob@example.test",
        "Alice <alice@example.test> <bob@example.test>",
        "Alice <alice@example.test> bob@example.test",
        "<alice@example.test",
        "Alice",
        "alice@",
        "@example.test",
        "\"alice@example.test",
        "alice@evil.test@example.test",
        "(alice@example.test",
        "Team: alice@example.test",
        "alice@[127.0.0.1]",
        "<alice example@test>",
      })
  void notAListOfMailboxes(String field) {
    assertThrows(IllegalArgumentException.class, () -> Addresses.of(field));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@example.test, b@example.test",
        "Team: a@example.test, b@example.test;",
        "A <a@example.test>, B <b@example.test>",
      })
  void twoMailboxes(String field) {
    assertEquals(2, Addresses.of(field).size());
  }
}
