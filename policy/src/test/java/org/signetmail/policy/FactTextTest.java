package org.signetmail.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.signetmail.pkix.Mailbox;

class FactTextTest {
  private static final Facts NOTHING =
      new Facts(
          Facts.Direction.OUTBOUND,
          new Facts.Message("", Map.of(), Set.of(), 0, Facts.Protection.NONE),
          new Facts.Author(
              Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), Facts.Signer.NONE),
          new Facts.Recipient(
              Mailbox.of("bob@partner.test"),
              Set.of(),
              Optional.empty(),
              Facts.RecipientCertificate.NOT_FOUND));

  /** A condition that holds once the fact is given, and not before. */
  @TestFactory
  Stream<DynamicTest> aFactCanBeGivenUnderTheNameThatConditionsUse() {
    return Map.ofEntries(
            Map.entry("sender.address=a@b.test", "sender.address == 'a@b.test'"),
            Map.entry("sender.login=A@B.test", "sender.login == 'a@b.test'"),
            Map.entry("from.address=A@B.test", "from.domain == 'b.test'"),
            Map.entry("from.groups=board, staff", "'staff' in from.groups"),
            Map.entry("from.partner=Acme", "from.partner == 'Acme'"),
            Map.entry("recipient.address=c@d.test", "recipient.domain == 'd.test'"),
            Map.entry("recipient.groups=x", "'x' in recipient.groups"),
            Map.entry("recipient.partner=Acme", "recipient.partner == 'Acme'"),
            Map.entry("from.places=DE", "'DE' in from.places"),
            Map.entry("recipient.places=FR", "'FR' in recipient.places"),
            Map.entry("subject=a = b", "subject == 'a = b'"),
            Map.entry("size=5000000", "size == 5000000"),
            Map.entry("labels=Secret", "'secret' in labels"),
            Map.entry("headers.Sensitivity=Private", "headers.first('sensitivity') == 'Private'"),
            Map.entry("message.signed=true", "message.signed"),
            Map.entry("message.encrypted=true", "message.encrypted"),
            Map.entry("certificate.found=true", "certificate.found"),
            Map.entry("gateway.found=true", "gateway.found"),
            Map.entry("signer.available=true", "signer.available && !signer.own"),
            Map.entry("signer.own=true", "signer.available && signer.own"))
        .entrySet()
        .stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () -> {
                  Policy policy =
                      Policy.read(
                          """
                          outbound:
                            rules: [{ name: r, when: "%s", refuse: x }]
                            default: { deliver: { sign: no, encrypt: no } }
                          inbound: { default: { refuse: x } }
                          """
                              .formatted(entry.getValue()),
                          "p",
                          Set.of("auto"));
                  assertEquals("default", policy.decide(NOTHING).rule());
                  Facts given = FactText.with(NOTHING, entry.getKey());
                  assertEquals("r", policy.decide(given).rule());
                }));
  }

  @TestFactory
  Stream<DynamicTest> whatIsNoFactIsRefused() {
    return Stream.of("size", "=1", "size=big", "certificate.found=yes", "colour=red", "headers.=x")
        .map(text ->
            DynamicTest.dynamicTest(
                text,
                () -> {
                  IllegalArgumentException e =
                      assertThrows(
                          IllegalArgumentException.class, () -> FactText.with(NOTHING, text));
                  assertTrue(String.valueOf(e.getMessage()).contains("; "), e.getMessage());
                }));
  }
}
