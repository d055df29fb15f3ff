package org.signetmail.lookup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.directory.ListedPerson;
import org.signetmail.directory.TestPki;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.SMIMEARecord;

class SmimeaZoneTest {
  private static final Mailbox HUGH = Mailbox.of("hugh@example.com");
  private final TestPki corp =
      new TestPki("Example", Instant.now().truncatedTo(ChronoUnit.SECONDS));

  @Test
  void aZoneFileHasOneRecordOfEach() throws Exception {
    Certificate newest = corp.encryption(HUGH);
    StringWriter text = new StringWriter();
    SmimeaZone zone = new SmimeaZone(text, Duration.ofMinutes(10));
    zone.add(new ListedPerson(HUGH, "Hugh", List.of(newest, corp.encryption(HUGH))));
    Mailbox quoted = Mailbox.of("\"hugh; $ORIGIN x.\"@example.com");
    zone.add(new ListedPerson(quoted, "Hugh; (", List.of(corp.encryption(HUGH))));
    try (Master master =
        new Master(
            new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.US_ASCII)),
            Name.root)) {
      SMIMEARecord record = (SMIMEARecord) master.nextRecord();
      assertEquals(SmimeaName.of(HUGH), record.getName().toString());
      assertEquals(600, record.getTTL());
      assertEquals(3, record.getCertificateUsage());
      assertEquals(0, record.getSelector());
      assertEquals(0, record.getMatchingType());
      assertArrayEquals(newest.encoded(), record.getCertificateAssociationData());
      assertEquals(SmimeaName.of(quoted), master.nextRecord().getName().toString());
      assertNull(master.nextRecord());
    }
  }
}
