package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.pkix.Certificate.Use;
import org.signetmail.pkix.CertificateProfile.Kind;

class CertificateProfileTest {
  private static final String RIGHT =
      """
      # a comment
      name: mine
      kind: person-signing
      key-usage: digital-signature   # another
      extended-key-usage: 1.3.6.1.5.5.7.3.4
      policies: signet.1.1 1.2.3
      validity: P365D
      keys: p-256 ed25519
      names: mailbox
      """;

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aStandardProfileExistsForEachKindAndAllItsKeysCanDoWhatItSays(Kind kind) {
    CertificateProfile profile = CertificateProfile.standard(kind);
    assertEquals(kind, profile.kind());
    boolean signs =
        profile.keyUsage().contains(Use.DIGITAL_SIGNATURE)
            || profile.keyUsage().contains(Use.CERTIFICATE_SIGN);
    boolean encrypts = profile.keyUsage().contains(Use.KEY_ENCIPHERMENT);
    assertTrue(signs != encrypts, "a key signs or encrypts, never both");
    for (KeyAlgorithm key : profile.keys()) {
      assertTrue(signs ? key.canSign() : key.canEncrypt(), key.word());
    }
  }

  @Test
  void peoplesCertificatesStayBelow825Days() {
    for (Kind kind : Set.of(Kind.PERSON_SIGNING, Kind.PERSON_ENCRYPTION, Kind.SEAL)) {
      assertTrue(CertificateProfile.standard(kind).validity().compareTo(Duration.ofDays(825)) < 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_3072, KEY_ENCIPHERMENT",
    "ML_KEM_768, KEY_ENCIPHERMENT",
    "P_256, KEY_AGREEMENT",
    "X25519, KEY_AGREEMENT",
    "X448, KEY_AGREEMENT"
  })
  void curvesAgreeWhereOthersEncipher(KeyAlgorithm key, Use use) {
    assertEquals(Set.of(use), CertificateProfile.standard(Kind.PERSON_ENCRYPTION).keyUsageFor(key));
  }

  @Test
  void aProfileIsReadFromItsText() {
    CertificateProfile profile = CertificateProfile.parse(RIGHT, "mine.profile");
    assertEquals("mine", profile.name());
    assertEquals(Duration.ofDays(365), profile.validity());
    assertEquals(Set.of(KeyAlgorithm.P_256, KeyAlgorithm.ED25519), profile.keys());
    assertTrue(profile.policies().contains(CertificateProfile.ARC + ".1.1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "keys: p-256 ed25519 | keys: p-257 | mine.profile:8: 'p-257' is not a value of keys",
        "kind: person-signing | kind: person | mine.profile:3: 'person' is not a value of kind",
        "validity: P365D | validity: long | mine.profile:7: 'long' is not a value of validity",
        "policies: signet.1.1 1.2.3 | policies: x | mine.profile:6: 'x' is not a value of policies",
        "names: mailbox | nanes: mailbox | mine.profile:9: 'nanes' is not a field",
        "names: mailbox | name: again | mine.profile:9: 'name' stands twice",
        "names: mailbox | # | 'names' is missing"
      })
  void aMistakeIsShownWithFileAndLine(String right, String wrong, String message) {
    String text = RIGHT.replace(right, wrong);
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> CertificateProfile.parse(text, "mine.profile"));
    String line = String.valueOf(refused.getMessage());
    assertTrue(line.contains(message), line);
    assertFalse(line.contains("\n"), line);
  }
}
