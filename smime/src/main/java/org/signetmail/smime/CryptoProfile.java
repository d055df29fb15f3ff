package org.signetmail.smime;

/**
 * A table of what may be used, for making and for accepting: data in files under {@code
 * profiles/}, not code (DESIGN: spine).
 */
public final class CryptoProfile {
  /** Names as in the contract. */
  public enum Name { AUTO, MODERN, COMPATIBLE, POST_QUANTUM, FIPS, BSI_TR_02102, CNSA_2_0, LEGACY_READ;
    public String word() { throw new UnsupportedOperationException("STUB"); }
    public static java.util.Optional<Name> ofWord(String word) { throw new UnsupportedOperationException("STUB"); } }
  public static CryptoProfile of(Name name) { throw new UnsupportedOperationException("STUB"); }
  public Name name() { throw new UnsupportedOperationException("STUB"); }
}
