package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerStore;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;

/** What every {@link OfficerStore} keeps to. */
abstract class OfficerStoreContract extends StoreContract {

  @Test
  void listsOfficersInOrderOfEnrolment() {
    List<Officer> officers = List.of(officer("zoe"), officer("anna"), officer("max"));
    assertEquals(List.of(), store.officers().officers());
    for (int i = 0; i < officers.size(); i++) {
      assertEquals(i, enrol(officers.get(i)));
    }
    assertEquals(officers, store.officers().officers());
    assertEquals(3, store.log().size());
  }

  @Test
  void aPersonAndAKeyAreAnOfficersOnce() {
    Officer zoe = officer("zoe");
    enrol(zoe);
    Officer sameMailbox = officer("ZOE");
    Officer sameKey =
        new Officer(Mailbox.of("max@example.test"), "Max", zoe.encryption(), sameMailbox.signing());
    assertThrows(IllegalArgumentException.class, () -> enrol(sameMailbox));
    assertThrows(IllegalArgumentException.class, () -> enrol(sameKey));
    assertEquals(List.of(zoe), store.officers().officers());
    assertEquals(1, store.log().size());
  }

  private long enrol(Officer officer) {
    return store.officers().enrol(officer, entry(EntryType.OFFICER_ENROLLED));
  }

  private static Officer officer(String name) {
    Mailbox mailbox = Mailbox.of(name + "@example.test");
    return new Officer(
        mailbox,
        name,
        TestCertificates.fresh(mailbox.toString()),
        TestCertificates.fresh(mailbox.toString()));
  }
}
