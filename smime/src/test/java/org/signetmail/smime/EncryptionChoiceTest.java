package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.smime.CryptoProfile.Name;
import org.signetmail.smime.EncryptionChoice.Passwords;

/** One algorithm for all recipients, the best that they and the profile share. */
class EncryptionChoiceTest {
  private static final People PEOPLE = new People();
  private static final Certificate RSA = PEOPLE.reader("rsa", KeyAlgorithm.RSA_2048).certificate();
  private static final Certificate EC = PEOPLE.reader("ec", KeyAlgorithm.P_256).certificate();
  private static final Certificate KEM =
      PEOPLE.reader("kem", KeyAlgorithm.ML_KEM_768).certificate();

  private static Capabilities reads(String... words) {
    return Capabilities.known(Set.of(words));
  }

  private static EncryptionChoice choice(Name profile, Map<Certificate, Capabilities> known) {
    return EncryptionChoice.of(
        List.of(RSA, EC), Passwords.NONE, CryptoProfile.of(profile), new Evidence(known));
  }

  private static EncryptionChoice auto(Capabilities ofRsa, Capabilities ofEc) {
    return choice(Name.AUTO, Map.of(RSA, ofRsa, EC, ofEc));
  }

  @Test
  void withoutEvidenceEveryReaderInUseOpensIt() {
    EncryptionChoice made = auto(Capabilities.UNKNOWN, Capabilities.UNKNOWN);
    assertEquals(new EncryptionChoice("aes256-CBC", false, List.of("rsa-pkcs1", "ecdh")), made);
  }

  @Test
  void theStrongestThatAllAnnounceIsMade() {
    EncryptionChoice made = auto(Capabilities.OURS, Capabilities.OURS);
    assertEquals(new EncryptionChoice("aes256-GCM", true, List.of("rsa-oaep", "ecdh")), made);
  }

  @Test
  void oneUnknownReaderHoldsTheContentOfAllToWhatHeOpens() {
    EncryptionChoice made = auto(Capabilities.OURS, Capabilities.UNKNOWN);
    assertEquals("aes256-CBC", made.content());
    assertFalse(made.isKeyDerived());
    assertEquals("rsa-oaep", made.methods().getFirst(), "the wrapping is each recipient's own");
  }

  @Test
  void whatTheyShareIsMadeWhereTheBestOfEachDiffers() {
    assertEquals(
        "aes128-GCM",
        auto(reads("aes128-GCM", "aes128-CBC"), reads("aes256-GCM", "aes128-GCM")).content());
    assertEquals(
        "chacha20-poly1305",
        auto(reads("chacha20-poly1305"), reads("chacha20-poly1305", "aes256-GCM")).content());
    assertEquals(
        "aes128-CBC", auto(reads("aes128-CBC"), reads("aes256-GCM", "aes128-CBC")).content());
  }

  @Test
  void weakerThanTheProfileIsNeverMadeWhateverIsAnnounced() {
    assertEquals("aes256-CBC", auto(reads("des-EDE3-CBC"), Capabilities.UNKNOWN).content());
    assertEquals(
        "aes256-GCM",
        choice(Name.MODERN, Map.of(RSA, reads("aes256-CBC"))).content(),
        "capabilities are a partial list");
  }

  @Test
  void theKeyIsBoundToTheAlgorithmOnlyWhereAllAnnounceIt() {
    assertTrue(auto(Capabilities.OURS, Capabilities.OURS).isKeyDerived());
    assertFalse(auto(Capabilities.OURS, reads("aes256-GCM")).isKeyDerived());
    assertFalse(choice(Name.MODERN, Map.of()).isKeyDerived());
    Map<Certificate, Capabilities> all = new HashMap<>();
    all.put(RSA, Capabilities.OURS);
    all.put(EC, Capabilities.OURS);
    assertFalse(choice(Name.FIPS, all).isKeyDerived(), "the profile does not have it");
  }

  @Test
  void pkcs1IsMadeOnlyInTheCompatibleFormOrWithoutEvidence() {
    for (Name profile : List.of(Name.MODERN, Name.FIPS)) {
      assertEquals("rsa-oaep", choice(profile, Map.of()).methods().getFirst());
    }
    assertEquals("rsa-pkcs1", choice(Name.COMPATIBLE, Map.of()).methods().getFirst());
    assertEquals(
        "rsa-kem", auto(reads("rsa-kem", "aes256-CBC"), Capabilities.UNKNOWN).methods().getFirst());
  }

  @Test
  void aPasswordIsAReaderOfWhomNothingIsKnown() {
    Evidence all = new Evidence(Map.of(RSA, Capabilities.OURS));
    CryptoProfile auto = CryptoProfile.of(Name.AUTO);
    assertEquals(
        "aes256-CBC", EncryptionChoice.of(List.of(RSA), Passwords.SOME, auto, all).content());
    assertEquals("aes256-CBC", EncryptionChoice.of(List.of(), Passwords.SOME, auto, all).content());
    for (Name profile : List.of(Name.FIPS, Name.BSI_TR_02102, Name.CNSA_2_0)) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              EncryptionChoice.of(
                  List.of(), Passwords.SOME, CryptoProfile.of(profile), Evidence.NONE));
    }
  }

  @Test
  void keysThatAProfileDoesNotHaveAreRefused() {
    for (Name profile : List.of(Name.POST_QUANTUM, Name.CNSA_2_0, Name.LEGACY_READ)) {
      assertThrows(IllegalArgumentException.class, () -> choice(profile, Map.of()), profile.word());
    }
    assertEquals(
        List.of("ml-kem-768"),
        EncryptionChoice.of(
                List.of(KEM), Passwords.NONE, CryptoProfile.of(Name.POST_QUANTUM), Evidence.NONE)
            .methods());
    assertEquals(
        List.of("ecdh"),
        EncryptionChoice.of(
                List.of(PEOPLE.reader("p384", KeyAlgorithm.P_384).certificate()),
                Passwords.NONE,
                CryptoProfile.of(Name.CNSA_2_0),
                Evidence.NONE)
            .methods());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            EncryptionChoice.of(
                List.of(EC), Passwords.NONE, CryptoProfile.of(Name.CNSA_2_0), Evidence.NONE),
        "P-256 is too small there");
    assertThrows(
        IllegalArgumentException.class,
        () ->
            EncryptionChoice.of(
                List.of(), Passwords.NONE, CryptoProfile.of(Name.AUTO), Evidence.NONE));
  }

  @Test
  void theNewestValidSignatureCounts() {
    Instant now = People.NOW;
    Capabilities older =
        new Capabilities(Set.of("aes256-GCM"), Optional.of(now.minus(Duration.ofDays(2))));
    Capabilities newer =
        new Capabilities(Set.of("aes128-CBC"), Optional.of(now.minus(Duration.ofDays(1))));
    Capabilities future =
        new Capabilities(Set.of("aes256-CBC"), Optional.of(now.plus(Duration.ofDays(1))));
    assertSame(newer, older.updatedBy(newer, now), "also where it is weaker");
    assertSame(newer, newer.updatedBy(older, now), "an old message changes nothing");
    assertSame(newer, newer.updatedBy(newer, now));
    assertSame(newer, newer.updatedBy(future, now), "a time to come proves nothing");
    assertSame(newer, newer.updatedBy(Capabilities.OURS, now), "nor does none");
    assertSame(older, Capabilities.UNKNOWN.updatedBy(older, now));
  }
}
