package org.signetmail.app.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.LogStore;
import tools.jackson.core.JsonGenerator;

/**
 * What was done since a backup: with everything but the backup lost, these acts would be, and how
 * each comes back.
 *
 * @param acts the first of them, in their order
 * @param counts of all of them, by what they are
 */
public record Reconciliation(List<Act> acts, SortedMap<String, Long> counts) {
  private static final int MOST = 1000;
  private static final long BATCH = 1024;

  /**
   * @param fields the public ones: no person is named
   */
  public record Act(
      long index, Instant at, EntryType type, Map<String, String> fields, String remedy) {}

  /** Reads the live log from the size it had in the backup on. */
  static Reconciliation since(long size, LogStore log) {
    List<Act> acts = new ArrayList<>();
    SortedMap<String, Long> counts = new TreeMap<>();
    long end = log.size();
    for (long from = size; from < end; from += BATCH) {
      long index = from;
      for (byte[] leaf : log.leaves(from, Math.min(end, from + BATCH))) {
        LogEntry entry = LogEntry.parse(leaf);
        counts.merge(entry.type().dotted(), 1L, Long::sum);
        String remedy = remedy(entry.type());
        if (!remedy.isEmpty() && acts.size() < MOST) {
          acts.add(new Act(index, entry.time(), entry.type(), entry.fields(), remedy));
        }
        index++;
      }
    }
    return new Reconciliation(acts, counts);
  }

  private static String remedy(EntryType type) {
    return switch (type) {
      case CERTIFICATE_ISSUED, CERTIFICATE_IMPORTED ->
          "its holder has it; revoke it at once by its serial if it is bad, else let its holder"
              + " enrol again";
      case CERTIFICATE_REVOKED, CERTIFICATE_RELEASED ->
          "do it again: the serial is here, and the last published list has it too";
      case CERTIFICATE_REMEMBERED -> "import its file again: 'signet archive import'";
      case KEY_ARCHIVED ->
          "its holder has the key; it is archived again when the holder enrols again";
      case OFFICER_ENROLLED, OFFICER_REPLACED -> "hold the officers' ceremony again";
      case RECOVERY_REQUESTED,
          RECOVERY_APPROVED,
          RECOVERY_DENIED,
          RECOVERY_REFUSED,
          RECOVERY_WITHDRAWN,
          RECOVERY_RELEASED ->
          "ask again; what was released is out, and this entry is the proof of it";
      case PERSON_CHANGED,
          REQUEST_APPROVED,
          REQUEST_DENIED,
          PASSWORD_SET,
          PASSWORD_REMOVED,
          PARTNER_ADDED,
          PARTNER_REMOVED,
          RING_KEY_ADDED,
          RING_KEY_REMOVED,
          AUTHORITY_CERTIFIED,
          POLICY_CHANGED ->
          "do it again";
      case FORM_PASSWORD_SET, FORM_PASSWORD_ENDED ->
          "set it again where it was agreed ('signet password set'); else the next message makes"
              + " another, and its author is told";
      default -> "";
    };
  }

  String text() {
    StringBuilder text = new StringBuilder("done since this backup:\n");
    counts.forEach((type, count) -> text.append("%12d  %s%n".formatted(count, type)));
    for (Act act : acts) {
      text.append(
          "entry %d, %s, %s %s: %s%n"
              .formatted(act.index(), act.at(), act.type(), named(act), act.remedy()));
    }
    return text.toString();
  }

  void write(JsonGenerator json) {
    json.writeObjectPropertyStart("since");
    json.writeObjectPropertyStart("counts");
    counts.forEach(json::writeNumberProperty);
    json.writeEndObject();
    json.writeArrayPropertyStart("acts");
    for (Act act : acts) {
      json.writeStartObject();
      json.writeNumberProperty("entry", act.index());
      json.writeStringProperty("at", act.at().toString());
      json.writeStringProperty("type", act.type().dotted());
      act.fields().forEach(json::writeStringProperty);
      json.writeStringProperty("remedy", act.remedy());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String named(Act act) {
    String serial = act.fields().get("serial");
    return serial != null ? "serial " + serial : act.fields().getOrDefault("key", "");
  }
}
