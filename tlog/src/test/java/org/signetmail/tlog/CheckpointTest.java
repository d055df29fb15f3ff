package org.signetmail.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.signetmail.tlog.SignedNoteTest.assertOneLine;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;

final class CheckpointTest {

  // From C2SP tlog-checkpoint.
  private static final String TEXT =
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

  private final NoteSigner log = SignedNoteTest.signer("example.com/behind-the-sofa");

  @Test
  void readsAndWritesTheFormOfTheStandard() {
    Checkpoint checkpoint = Checkpoint.parse(TEXT);
    assertEquals("example.com/behind-the-sofa", checkpoint.origin());
    assertEquals(20852163, checkpoint.size());
    assertEquals(TEXT, checkpoint.text());
    assertEquals(checkpoint, Checkpoint.parse(TEXT + "an extension line\n"));
  }

  @Test
  void opensOnlyWhatTheLogSigned() {
    Checkpoint checkpoint = Checkpoint.parse(TEXT);
    SignedNote note = log.sign(TEXT);
    assertEquals(new Verified<>(checkpoint), Checkpoint.open(note, log.verifier()));
    NoteSigner stranger = SignedNoteTest.signer("example.com/behind-the-sofa");
    assertInstanceOf(Refused.class, Checkpoint.open(note, stranger.verifier()));
    SignedNote ofAnother = log.sign(TEXT.replace("sofa", "door"));
    assertInstanceOf(Refused.class, Checkpoint.open(ofAnother, log.verifier()));
    SignedNote none = log.sign("hello\n");
    assertOneLine(() -> Checkpoint.open(none, log.verifier()));
    assertOneLine(() -> new PublishedCheckpoint(none, Instant.EPOCH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "a\n1\n",
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n99999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        "a\n1\nAAAA\n",
        "a\r1\rCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\r\n",
        "a\n1\r\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\r\n",
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nx\n",
      })
  void refusesWhatIsNoCheckpoint(String text) {
    assertOneLine(() -> Checkpoint.parse(text));
  }

  @Test
  void keepsItsBudget() {
    assertOneLine(() -> Checkpoint.parse(TEXT + "x\n".repeat(100)));
    assertOneLine(() -> new Checkpoint("", 0, MerkleTree.emptyRoot()));
    assertOneLine(() -> new Checkpoint("a\nb", 0, MerkleTree.emptyRoot()));
    assertOneLine(() -> new Checkpoint("a", -1, MerkleTree.emptyRoot()));
  }
}
