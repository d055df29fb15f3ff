package org.signetmail.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.signetmail.tlog.SignedNoteTest.assertOneLine;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LogEntryTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.987Z");
  private static final byte[] SALT = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");

  private static final LogEntry ENTRY =
      LogEntry.of(EntryType.CERTIFICATE_ISSUED, NOON)
          .with("serial", "0a1b")
          .committing("mailbox", "bob@example.test", SALT);

  /** printf '\x00\x11…\xff\x00bob@example.test' | sha256sum */
  private static final String COMMITTED =
      "3779116e651a9e2eedf7bef3fbf356cf214c5b00c457595f1b9746ecc37b0cb7";

  private static final String LEAF =
      "{\"fields\":{\"mailbox\":\"committed:"
          + COMMITTED
          + "\",\"serial\":\"0a1b\"},"
          + "\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}";

  @Test
  void writesTheDocumentedForm() {
    assertEquals(LEAF, text(ENTRY.leaf()));
    assertEquals(
        "{\"mailbox\":{\"salt\":\"00112233445566778899aabbccddeeff\","
            + "\"value\":\"bob@example.test\"}}",
        text(ENTRY.openingJson()));
    assertEquals(MerkleTree.leafHash(bytes(LEAF)), ENTRY.leafHash());
  }

  @Test
  void readsWhatItWrote() {
    assertEquals(ENTRY, LogEntry.parse(ENTRY.leaf(), ENTRY.openingJson()));
    assertEquals(ENTRY.published(), LogEntry.parse(ENTRY.leaf()));
    LogEntry bare = LogEntry.of(EntryType.POLICY_CHANGED, NOON);
    assertEquals(bare, LogEntry.parse(bare.leaf(), bare.openingJson()));
  }

  @Test
  void readsAnyText() {
    String text = "\"\\\b\t\n\f\r\u0001\u001f/\u007f\u2028é€😀";
    LogEntry entry =
        LogEntry.of(EntryType.RECOVERY_DENIED, NOON)
            .with("reason", text)
            .committing("who", text, SALT);
    assertEquals(entry, LogEntry.parse(entry.leaf(), entry.openingJson()));
    assertEquals(Optional.of(text), entry.value("who"));
    assertEquals(Optional.of(text), entry.published().value("reason"));
    assertEquals(Optional.empty(), entry.value("whom"));
  }

  @Test
  void showsPrivateValuesToNobodyElse() {
    assertFalse(text(ENTRY.leaf()).contains("bob"));
    assertFalse(ENTRY.toString().contains("bob"));
    assertFalse(ENTRY.published().toString().contains("bob"));
    assertEquals(Optional.of("committed:" + COMMITTED), ENTRY.published().value("mailbox"));
    assertEquals(Optional.of("bob@example.test"), ENTRY.value("mailbox"));
  }

  @Test
  void commitsDifferentlyEachTime() {
    SecureRandom random = new SecureRandom();
    assertNotEquals(
        Commitment.of("bob@example.test", random).hash(),
        Commitment.of("bob@example.test", random).hash());
    assertOneLine(() -> Commitment.of("bob", new byte[15]));
    assertOneLine(() -> Commitment.of("\udc00", SALT));
    assertOneLine(() -> new Commitment("zz", "bob"));
  }

  @Test
  void refusesAnOpeningOfSomethingElse() {
    LogEntry other =
        LogEntry.of(EntryType.CERTIFICATE_ISSUED, NOON)
            .committing("mailbox", "eve@example.test", SALT);
    assertOneLine(() -> LogEntry.parse(ENTRY.leaf(), other.openingJson()));
    assertOneLine(() -> LogEntry.parse(other.leaf(), ENTRY.openingJson()));
    assertOneLine(
        () -> new LogEntry(EntryType.CERTIFICATE_ISSUED, NOON, other.fields(), ENTRY.opening()));
  }

  @Test
  void refusesMisuse() {
    assertThrows(IllegalArgumentException.class, () -> ENTRY.with("serial", "0c"));
    assertThrows(IllegalArgumentException.class, () -> ENTRY.committing("serial", "0c", SALT));
    assertThrows(IllegalArgumentException.class, () -> ENTRY.with("x", "committed:00"));
    assertOneLine(() -> ENTRY.with("", "x"));
    assertOneLine(() -> ENTRY.with("two words", "x"));
    assertOneLine(() -> ENTRY.with("x", "\ud800"));
    assertOneLine(() -> ENTRY.with("x", "x".repeat(LogEntry.MAX_LEAF_LENGTH)));
    assertOneLine(() -> LogEntry.of(EntryType.BACKUP_CREATED, Instant.MAX));
    assertOneLine(() -> LogEntry.of(EntryType.BACKUP_CREATED, Instant.MIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "\"\"",
        "null",
        "{\"fields\":{},\"time\":\"2026-11-23T12:00:00Z\"}",
        "{\"fields\":{},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"} ",
        " {\"fields\":{},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.eaten\"}",
        "{\"fields\":{},\"time\":\"2026-11-23T12:00:00Z\",\"type\":1}",
        "{\"fields\":{},\"time\":\"2026-11-23T24:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{},\"time\":\"2026-11-23T12:00:00.0Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{},\"time\":\"2026-02-30T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{},\"time\":\"2026-11-23T12:00:00+00:00\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{},\"type\":\"certificate.issued\",\"time\":\"2026-11-23T12:00:00Z\"}",
        "{\"fields\":{\"a\":\"1\",\"a\":\"2\"},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{\"b\":\"1\",\"a\":\"2\"},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{\"a\":\"\\u0061\"},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{\"a\":\"\\u000a\"},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{\"a\":\"\\u001F\"},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{\"a\":\"\\u00",
        "{\"fields\":{\"a\":\"\\u00zz\"},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{\"a\":\"\\/\"},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{\"a\":\"\\x\"},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{\"a\":\""
            + "\t\"},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{\"a\":{}},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{\"a\":\"committed:00\"},\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"certificate.issued\"}",
        "{\"fields\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}",
      })
  void refusesWhatIsNoLeaf(String leaf) {
    assertOneLine(() -> LogEntry.parse(bytes(leaf)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"mailbox\":\"bob@example.test\"}",
        "{\"mailbox\":{\"salt\":\"00\",\"value\":\"bob@example.test\"}}",
        "{\"mailbox\":{\"salt\":\"00112233445566778899aabbccddeeff\"}}",
        "{\"serial\":{\"salt\":\"00112233445566778899aabbccddeeff\",\"value\":\"0a1b\"}}",
        "{\"absent\":{\"salt\":\"00112233445566778899aabbccddeeff\",\"value\":\"0a1b\"}}",
      })
  void refusesWhatIsNoOpening(String opening) {
    assertOneLine(() -> LogEntry.parse(ENTRY.leaf(), bytes(opening)));
  }

  @Test
  void everyCutOfALeafIsRefused() {
    byte[] leaf = ENTRY.leaf();
    for (int length = 0; length < leaf.length; length++) {
      byte[] cut = Arrays.copyOf(leaf, length);
      assertOneLine(() -> LogEntry.parse(cut));
    }
    assertOneLine(() -> LogEntry.parse(new byte[LogEntry.MAX_LEAF_LENGTH + 1]));
  }

  @ParameterizedTest
  @EnumSource
  void typesHaveNames(EntryType type) {
    assertEquals(type, EntryType.ofDotted(type.dotted()));
    String words = type.name().toLowerCase(Locale.ROOT).replace('_', '.');
    assertEquals(words, type.dotted().replace('-', '.'));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
