package org.signetmail.pkix.internal.path;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Of each thing, one validation gets so many and not one more. */
class BudgetTest {
  private static void assertGives(int most, Consumer<Budget> one) {
    Budget budget = new Budget();
    for (int i = 0; i < most; i++) {
      assertDoesNotThrow(() -> one.accept(budget));
    }
    assertThrows(Budget.Exceeded.class, () -> one.accept(budget));
  }

  @Test
  void threeHundredSignatures() {
    assertGives(300, Budget::spendSignature);
  }

  @Test
  void sixtyFourChains() {
    assertGives(64, Budget::spendChain);
  }

  @Test
  void fiveThousandIssuers() {
    assertGives(5_000, Budget::spendStep);
  }

  @Test
  void aHundredThousandNames() {
    assertGives(100_000, Budget::spendComparison);
  }

  @Test
  void twentyThousandPolicies() {
    assertGives(2_000, budget -> budget.spendPolicies(10));
    assertThrows(Budget.Exceeded.class, () -> new Budget().spendPolicies(20_001));
  }
}
