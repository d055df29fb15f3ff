package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.smime.CryptoProfile.Area;
import org.signetmail.smime.CryptoProfile.Name;

/** Profiles and findings are data that people rely on. */
class CatalogTest {
  @Test
  void everyProfileOfTheContractIsThere() {
    for (Name name : Name.values()) {
      CryptoProfile profile = CryptoProfile.of(name);
      assertEquals(name, Name.ofWord(name.word()).orElseThrow());
      assertFalse(profile.accepting(Area.CONTENT).isEmpty(), name.word());
      assertFalse(profile.accepting(Area.SIGNATURE).isEmpty(), name.word());
      for (Area area : Area.values()) {
        boolean isRead = profile.accepting(area).containsAll(profile.making(area));
        assertTrue(isRead, name.word() + " makes what it does not accept: " + area);
      }
      boolean isWeak =
          profile.accepting(Area.DIGEST).contains("sha-1")
              || profile.accepting(Area.CONTENT).contains("des-EDE3-CBC");
      assertEquals(name == Name.LEGACY_READ, isWeak);
    }
    assertTrue(CryptoProfile.of(Name.LEGACY_READ).making(Area.SIGNATURE).isEmpty());
    assertTrue(Name.ofWord("nothing").isEmpty());
  }

  @Test
  void everyFindingHasACodeOfItsOwnWithClauseAndAdvice() {
    Set<String> codes = new HashSet<>();
    for (MessageFinding finding : MessageFinding.values()) {
      assertTrue(codes.add(finding.code()), finding.code());
      assertTrue(
          finding
              .code()
              .matches("(structure|signature|signer|algorithm|header|encryption)\\.[a-z-]+"));
      assertTrue(finding.clause().matches("RFC \\d+ §[0-9.]+"), finding.clause());
      assertTrue(Character.isLowerCase(finding.advice().charAt(0)), finding.advice());
      assertFalse(finding.advice().endsWith("."), finding.advice());
    }
  }
}
