package org.signetmail.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.policy.LabelSources;
import org.signetmail.policy.LabelSources.SecurityLabels;
import org.signetmail.smime.Octets;

class LabelsTest {
  private static final LabelSources SOURCES =
      new LabelSources(List.of("keywords", "msip_labels"), SecurityLabels.READ);

  @TestFactory
  Stream<DynamicTest> labelsOfFields() {
    record Case(String fields, Set<String> labels) {}
    return Stream.of(
            new Case("Keywords: Secret, Board Only", Set.of("secret", "board only")),
            new Case("Keywords: a\r\nKeywords: b,", Set.of("a", "b")),
            new Case(
                "Keywords: =?utf-8?q?Gesch=C3=A4ftsgeheimnis?=", Set.of("gesch\u00e4ftsgeheimnis")),
            new Case("X-Label: secret", Set.of()),
            new Case(
                "msip_labels: MSIP_Label_12ab-34_Enabled=True; MSIP_Label_12ab-34_Name=Top"
                    + " Secret;\r\n"
                    + " MSIP_Label_12ab-34_SiteId=9; MSIP_Label_77_Enabled=false;"
                    + " MSIP_Label_77_Name=Old",
                Set.of("12ab-34", "top secret")),
            new Case("msip_labels: nonsense; MSIP_Label_=; _=;;", Set.of()))
        .map(c ->
            DynamicTest.dynamicTest(
                c.fields,
                () -> assertEquals(c.labels, labels(c.fields + "\r\n\r\n.", Protection.NONE))));
  }

  private static Set<String> labels(String message, Protection protection) throws IOException {
    Octets octets = Octets.of(message.getBytes(StandardCharsets.UTF_8));
    return Labels.of(SOURCES, MessageHeader.read(octets), octets, protection);
  }
}
