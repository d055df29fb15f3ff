package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.enrolment.PendingRequest;
import org.signetmail.enrolment.PendingRequest.State;
import org.signetmail.enrolment.PendingRequests;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** What every {@link PendingRequests} keeps to. */
abstract class PendingRequestsContract extends StoreContract {
  private static final KeyId KEY = KeyId.ofSubjectPublicKeyInfo(new byte[] {7});
  private static final KeyId OTHER = KeyId.ofSubjectPublicKeyInfo(new byte[] {8});

  @Test
  void theFirstOverAKeyAndKindStays() {
    PendingRequests requests = store.pendingRequests();
    PendingRequest first = request(KEY, Kind.PERSON_SIGNING, ALICE, 0);
    assertEquals(first, requests.ask(first));
    assertEquals(first, requests.ask(request(KEY, Kind.PERSON_SIGNING, BOB, 1)));
    PendingRequest other = request(KEY, Kind.PERSON_ENCRYPTION, ALICE, 2);
    assertEquals(other, requests.ask(other));
    assertEquals(Optional.of(first), requests.find(KEY, Kind.PERSON_SIGNING));
    assertTrue(requests.find(OTHER, Kind.PERSON_SIGNING).isEmpty());
  }

  @Test
  void itIsDecidedOnceAndWaitsNoMore() {
    PendingRequests requests = store.pendingRequests();
    PendingRequest later = requests.ask(request(KEY, Kind.PERSON_SIGNING, ALICE, 60));
    PendingRequest sooner = requests.ask(request(OTHER, Kind.PERSON_SIGNING, BOB, 0));
    assertEquals(List.of(sooner, later), requests.waiting(9));
    assertEquals(List.of(sooner), requests.waiting(1));

    long logged = store.log().size();
    assertTrue(requests.decide(later.decided(State.APPROVED, BOB), leaf(later, State.APPROVED)));
    assertEquals(logged + 1, store.log().size());
    assertFalse(requests.decide(later.decided(State.DENIED, BOB), leaf(later, State.DENIED)));
    assertEquals(logged + 1, store.log().size(), "what did not happen is not in the log");
    assertEquals(
        EntryType.REQUEST_APPROVED,
        LogEntry.parse(store.log().leaves(logged, logged + 1).getFirst()).type());

    assertEquals(List.of(sooner), requests.waiting(9));
    assertEquals(
        Optional.of(later.decided(State.APPROVED, BOB)), requests.find(KEY, Kind.PERSON_SIGNING));
    requests.remove(KEY, Kind.PERSON_SIGNING);
    assertTrue(requests.find(KEY, Kind.PERSON_SIGNING).isEmpty());
    assertEquals(later, requests.ask(later));
  }

  private static LogEntry leaf(PendingRequest request, State state) {
    return request.decided(state, BOB).leaf(NOON, new SecureRandom());
  }

  private static PendingRequest request(KeyId key, Kind kind, Mailbox mailbox, int seconds) {
    return new PendingRequest(
        key,
        kind,
        mailbox,
        new byte[] {0x30, 0},
        State.WAITING,
        NOON.plusSeconds(seconds),
        Optional.empty());
  }
}
