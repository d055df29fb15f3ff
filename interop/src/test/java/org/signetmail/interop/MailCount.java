package org.signetmail.interop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of each recipient: when a next hop took a message for them, and when a report that it
 * cannot be delivered, in {@link System#nanoTime}.
 *
 * @param sealed how many of the messages that were taken are signed
 */
record MailCount(Map<String, List<Long>> delivered, Map<String, List<Long>> reported, long sealed) {
  private static final Pattern FAILED =
      Pattern.compile("(?m)^Final-Recipient: rfc822; ?<?([^>\\s]+)>?");

  private static final Pattern SIGNED = Pattern.compile("(?im)^content-type: *multipart/signed");

  static MailCount of(List<FaultyHop.Taken> taken) {
    Map<String, List<Long>> delivered = new HashMap<>();
    Map<String, List<Long>> reported = new HashMap<>();
    for (FaultyHop.Taken one : taken) {
      if (one.sender().isEmpty()) {
        Matcher failed = FAILED.matcher(one.text());
        while (failed.find()) {
          reported.computeIfAbsent(failed.group(1), _ -> new ArrayList<>()).add(one.nanos());
        }
      } else {
        one.recipients()
            .forEach(to -> delivered.computeIfAbsent(to, _ -> new ArrayList<>()).add(one.nanos()));
      }
    }
    long sealed = taken.stream().filter(one -> SIGNED.matcher(one.text()).find()).count();
    return new MailCount(delivered, reported, sealed);
  }

  Set<String> known() {
    Set<String> known = new HashSet<>(delivered.keySet());
    known.addAll(reported.keySet());
    return known;
  }

  /** Those who got more than one message or report. */
  List<String> twice() {
    return known().stream().filter(one -> times(one).size() > 1).sorted().toList();
  }

  /** All times at which something was final for a recipient, in order. */
  List<Long> times(String recipient) {
    List<Long> all = new ArrayList<>(delivered.getOrDefault(recipient, List.of()));
    all.addAll(reported.getOrDefault(recipient, List.of()));
    all.sort(null);
    return all;
  }
}
