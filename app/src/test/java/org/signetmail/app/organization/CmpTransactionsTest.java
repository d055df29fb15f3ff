package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.CmpExchanges.Answer;
import org.signetmail.enrolment.PendingRequest;
import org.signetmail.enrolment.RequestDecisions;
import org.signetmail.enrolment.cmp.Transaction;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.cmp.CmpBody;
import org.signetmail.pkix.cmp.CmpBody.Confirmation.Verdict;
import org.signetmail.pkix.cmp.CmpBody.Request;
import org.signetmail.pkix.cmp.CmpClientMessage.Place;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpSeal;

/** What goes on over several messages of CMP, and what becomes of it when it does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CmpTransactionsTest {
  @TempDir static Path folder;

  private RunningSystem system;
  private CmpExchanges cmp;

  @BeforeAll
  void up() throws IOException {
    system = new RunningSystem(folder.resolve("home"), Configuration.Status.STANDARD);
    cmp = new CmpExchanges(system);
  }

  @AfterAll
  void down() {
    system.close();
  }

  @Test
  void whatNobodyConfirmsIsRevokedAndWhatWasThereBeforeIsNot() throws Exception {
    String cat = "cat@example.test";
    CmpSeal seal = new CmpSeal.Signed(cmp.enrolled(cat));
    SigningKey key = cmp.key();
    CmpBody asked = CmpExchanges.asking(Request.CERTIFICATION, key, cat);
    Certificate confirmed = cmp.ask(asked, seal, cmp.first().confirmedAtOnce()).certificate();
    assertEquals(confirmed, cmp.ask(asked, seal, cmp.first()).certificate(), "asked once more");
    CmpBody another = CmpExchanges.asking(Request.CERTIFICATION, cmp.key(), cat);
    Certificate unconfirmed = cmp.ask(another, seal, cmp.first()).certificate();

    assertEquals(0, cmp.later(Duration.ofMinutes(14)).settle());
    assertEquals(1, cmp.later(Duration.ofMinutes(16)).settle());

    assertTrue(cmp.revocation(confirmed).isEmpty());
    assertEquals(
        Optional.of(Revocation.Reason.CESSATION_OF_OPERATION),
        cmp.revocation(unconfirmed).map(Revocation::reason));
    assertEquals(0, cmp.later(Duration.ofMinutes(16)).settle());
  }

  @Test
  void whatANodeBeganToEndAnotherEnds() throws Exception {
    String lou = "lou@example.test";
    Certificate certificate = cmp.enrolled(lou).certificate();
    Transaction ending =
        new Transaction(
            "ee",
            Mailbox.of(lou),
            new Transaction.Credential.Signer("00"),
            new byte[16],
            new Transaction.Stage.Ending(
                system.organization.issuing().keyId(), certificate.serial()),
            cmp.now());
    assertTrue(system.organization.store().cmpTransactions().begin(ending));
    assertEquals(1, cmp.later(Duration.ofMinutes(1)).settle());
    assertTrue(cmp.revocation(certificate).isPresent());
  }

  @Test
  void whatTheClientRejectsIsRevoked() throws Exception {
    String dan = "dan@example.test";
    CmpSeal seal = new CmpSeal.Signed(cmp.enrolled(dan));
    Place place = cmp.first();
    Answer cp = cmp.ask(CmpExchanges.asking(Request.CERTIFICATION, cmp.key(), dan), seal, place);
    Certificate certificate = cp.certificate();

    Answer done =
        cmp.ask(CmpExchanges.confirming(certificate, Verdict.REJECTED), seal, cmp.next(place, cp));

    assertEquals(PKIBody.TYPE_CONFIRM, done.kind());
    assertTrue(cmp.revocation(certificate).isPresent());
  }

  @Test
  void anotherNodeGoesOn() throws Exception {
    String gus = "gus@example.test";
    CmpSeal seal = cmp.byCode(gus, cmp.code(gus));
    Place place = cmp.first();
    Answer ip = cmp.ask(CmpExchanges.asking(Request.INITIALIZATION, cmp.key(), gus), seal, place);
    RunningSystem other = new RunningSystem(new Home(folder.resolve("home")));
    try {
      Answer done =
          new CmpExchanges(other)
              .ask(
                  CmpExchanges.confirming(ip.certificate(), Verdict.ACCEPTED),
                  seal,
                  cmp.next(place, ip));
      assertEquals(PKIBody.TYPE_CONFIRM, done.kind());
    } finally {
      other.close();
    }
  }

  @Test
  void anAdministratorsWordIsPolledFor() throws Exception {
    Home home =
        RunningSystem.laid(
            folder.resolve("approving"),
            text -> text.replace("approval: proof-alone", "approval: administrator"));
    RunningSystem approving = new RunningSystem(home);
    try {
      CmpExchanges client = new CmpExchanges(approving);
      String hal = "hal@example.test";
      CmpSeal seal = client.byCode(hal, client.code(hal));
      SigningKey key = client.key();
      Place place = client.first();
      Answer waiting =
          client.ask(CmpExchanges.asking(Request.INITIALIZATION, key, hal), seal, place);
      assertEquals(PKIStatus.WAITING, waiting.status().getStatus().intValueExact());
      place = client.next(place, waiting);
      Answer later = client.ask(new CmpBody.Poll(), seal, place);
      assertEquals(PKIBody.TYPE_POLL_REP, later.kind());

      decide(approving, PendingRequest.State.APPROVED);
      place = client.next(place, later);
      Answer ip = client.ask(new CmpBody.Poll(), seal, place);
      assertEquals(PKIBody.TYPE_INIT_REP, ip.kind());
      assertEquals(key.id(), ip.certificate().keyId());
      Answer done =
          client.ask(
              CmpExchanges.confirming(ip.certificate(), Verdict.ACCEPTED),
              seal,
              client.next(place, ip));
      assertEquals(PKIBody.TYPE_CONFIRM, done.kind());

      String ida = "ida@example.test";
      seal = client.byCode(ida, client.code(ida));
      place = client.first();
      waiting =
          client.ask(CmpExchanges.asking(Request.INITIALIZATION, client.key(), ida), seal, place);
      decide(approving, PendingRequest.State.DENIED);
      Answer denied = client.ask(new CmpBody.Poll(), seal, client.next(place, waiting));
      assertEquals(List.of(CmpFailure.NOT_AUTHORIZED), denied.failures());
    } finally {
      approving.close();
    }
  }

  private static void decide(RunningSystem system, PendingRequest.State state) {
    RequestDecisions decisions =
        new RequestDecisions(
            system.organization.store().pendingRequests(),
            system.organization.clock(),
            system.organization.random());
    List<PendingRequest> waiting = decisions.waiting();
    assertEquals(1, waiting.size());
    decisions.decide(waiting.getFirst(), state, Mailbox.of("admin@example.test"));
  }
}
