package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;

/** What nobody can say from what is at hand is neither passed nor failed (ETSI EN 319 102-1). */
class OpenQuestionsTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);

  @Test
  void withoutAnyRootItIsIndeterminate() throws IOException {
    assertIndeterminate(trust(List.of(), RevocationChecking.IF_AVAILABLE), Mail.PLAIN);
  }

  @Test
  void withoutTheStatusThatIsRequiredItIsIndeterminate() throws IOException {
    assertIndeterminate(trust(List.of(PEOPLE.root()), RevocationChecking.REQUIRED), Mail.PLAIN);
  }

  @Test
  void whatContradictsOutweighsWhatIsMissing() throws IOException {
    String other = Mail.PLAIN.replace("alice@example.test", "carol@example.test");
    try (Reading reading = read(trust(List.of(), RevocationChecking.REQUIRED), other)) {
      assertInstanceOf(Verdict.Failed.class, reading.verdict(), reading.toString());
    }
  }

  private static void assertIndeterminate(PathValidator.Context trust, String message)
      throws IOException {
    try (Reading reading = read(trust, message)) {
      assertInstanceOf(Verdict.Indeterminate.class, reading.verdict(), reading.toString());
    }
  }

  private static Reading read(PathValidator.Context trust, String message) throws IOException {
    return new MessageReader(List.of(), trust, Spool.standard(), MessageReader.Options.standard())
        .read(Mail.octets(Mail.signed(message, ALICE, Form.OPAQUE)), People.NOW);
  }

  private static PathValidator.Context trust(
      List<Certificate> anchors, RevocationChecking revocation) {
    return new PathValidator.Context(
        anchors, List.of(), RevocationEvidence.NONE, revocation, PathValidator.PolicyInputs.ANY);
  }
}
