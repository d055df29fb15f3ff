package org.signetmail.pkix.internal.path;

import org.signetmail.pkix.CertificateList;

/**
 * What one validation may cost, whatever an attacker puts into a message: signatures checked,
 * chains tried, names compared, policies and their mappings looked at. Real paths need about 10, 2,
 * 20 and 20. Not thread-safe: one validation owns it.
 */
final class Budget {
  private int signatures = 300;
  private int chains = 64;
  private int steps = 5_000;
  private int comparisons = 100_000;
  private int policies = 20_000;

  /** Thrown where the budget ends; caught where the search began. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded(String what) {
      super(what, null, false, false);
    }
  }

  void spendSignature() {
    if (--signatures < 0) {
      throw new Exceeded("signatures to check");
    }
  }

  /** Whose octets are many takes as long as several signatures. */
  void spendSignature(CertificateList list) {
    signatures -= list.octets() >> 20;
    spendSignature();
  }

  void spendChain() {
    if (--chains < 0) {
      throw new Exceeded("possible paths");
    }
  }

  void spendStep() {
    if (--steps < 0) {
      throw new Exceeded("possible issuers");
    }
  }

  void spendPolicies(int count) {
    policies -= count;
    if (policies < 0) {
      throw new Exceeded("policies");
    }
  }

  void spendComparison() {
    if (--comparisons < 0) {
      throw new Exceeded("names to compare");
    }
  }
}
