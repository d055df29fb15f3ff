package org.signetmail.gateway;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.policy.LabelSources;
import org.signetmail.policy.LabelSources.SecurityLabels;
import org.signetmail.smime.Budget;
import org.signetmail.smime.Octets;
import org.signetmail.smime.SecurityLabel;

/**
 * How sensitive a message says it is, in lower case: the words of header fields, of Microsoft's
 * sensitivity label in {@code msip_labels} its name and identifier, of a label in a signature (RFC
 * 2634 §3) its classification, privacy mark and policy. Nothing of it is proven: it can ask for
 * more protection, and a rule that gives less for a label should not be written.
 */
final class Labels {
  private static final String MICROSOFT = "msip_labels";
  private static final String PREFIX = "msip_label_";
  private static final int MOST = 256;

  private Labels() {}

  /**
   * @throws org.signetmail.smime.MalformedMessage when labels in signatures count, and the
   *     signature cannot be read
   */
  static Set<String> of(
      LabelSources sources, MessageHeader header, Octets message, Protection protection)
      throws IOException {
    Set<String> labels = new HashSet<>();
    for (String name : sources.headers()) {
      for (String value : header.all(name)) {
        labels.addAll(name.equals(MICROSOFT) ? microsoft(value) : words(value));
      }
    }
    if (sources.securityLabels() == SecurityLabels.READ && protection == Protection.SIGNED) {
      for (SecurityLabel label : SecurityLabel.claimed(message, Budget.STANDARD)) {
        label.words().forEach(word -> labels.add(word.toLowerCase(Locale.ROOT)));
      }
    }
    return labels.stream().limit(MOST).collect(Collectors.toSet());
  }

  /** Phrases with commas between (RFC 5322 §3.6.5). */
  private static Set<String> words(String value) {
    return Stream.of(DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT).split(","))
        .map(word -> word.strip().toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }

  /** {@code MSIP_Label_GUID_Enabled=True; MSIP_Label_GUID_Name=Secret; …}. */
  private static Set<String> microsoft(String value) {
    Map<String, Map<String, String>> attributes = new HashMap<>();
    for (String pair : value.split(";")) {
      String[] parts = pair.strip().toLowerCase(Locale.ROOT).split("=", 2);
      int last = parts[0].lastIndexOf('_');
      if (parts.length == 2 && parts[0].startsWith(PREFIX) && last > PREFIX.length()) {
        attributes
            .computeIfAbsent(parts[0].substring(PREFIX.length(), last), id -> new HashMap<>())
            .put(parts[0].substring(last + 1), parts[1].strip());
      }
    }
    Set<String> labels = new HashSet<>();
    attributes.forEach((id, all) -> {
      if (all.getOrDefault("enabled", "").equals("true")) {
        labels.add(id);
        String name = all.getOrDefault("name", "");
        if (!name.isEmpty()) {
          labels.add(name);
        }
      }
    });
    return labels;
  }
}
