package org.signetmail.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeafOctetsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  @ParameterizedTest
  @EnumSource
  void seesTheTypeOfEveryAct(EntryType type) {
    assertEquals(Optional.of(type), LeafOctets.type(LogEntry.of(type, NOON).leaf()));
  }

  @Test
  void seesWhetherAnOpeningIsTheLeafs() {
    LogEntry entry = entry("bob@example.test").committing("why", "lost", RANDOM);
    assertTrue(LeafOctets.commits(entry.leaf()));
    assertTrue(LeafOctets.isOpenedBy(entry.leaf(), entry.openingJson()));
    assertFalse(LeafOctets.isOpenedBy(entry.leaf(), entry("bob@example.test").openingJson()));
    LogEntry part = entry("bob@example.test");
    LogEntry more = part.committing("why", "lost", RANDOM);
    assertFalse(LeafOctets.isOpenedBy(more.leaf(), part.openingJson()), "one is missing");
    assertFalse(LeafOctets.isOpenedBy(part.leaf(), more.openingJson()), "one is too many");
  }

  @Test
  void aPublicValueIsNoCommitmentWhateverItSays() {
    LogEntry entry =
        LogEntry.of(EntryType.POLICY_CHANGED, NOON).with("note", "\":\"committed:00\" or so");
    assertFalse(LeafOctets.commits(entry.leaf()));
    assertTrue(LeafOctets.isOpenedBy(entry.leaf(), "{}".getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"mailbox\":1}", "{\"mailbox\":{\"salt\":\"00\"}}"})
  void whatIsNoOpeningOpensNothing(String octets) {
    byte[] leaf = entry("bob@example.test").leaf();
    assertFalse(LeafOctets.isOpenedBy(leaf, octets.getBytes(StandardCharsets.UTF_8)));
    assertEquals(Optional.empty(), LeafOctets.type(octets.getBytes(StandardCharsets.UTF_8)));
  }

  private static LogEntry entry(String mailbox) {
    return LogEntry.of(EntryType.KEY_ARCHIVED, NOON).committing("mailbox", mailbox, RANDOM);
  }
}
