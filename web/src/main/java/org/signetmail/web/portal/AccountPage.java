package org.signetmail.web.portal;

import java.util.List;

/**
 * What a person sees of themselves, in words.
 *
 * @param problem what stands in the way; empty for nothing
 * @param notice what was just done; empty for nothing
 */
public record AccountPage(
    boolean isEnrolled,
    String problem,
    String notice,
    List<CertificateRow> certificates,
    List<KeyRow> keys,
    List<CaseRow> cases) {
  public AccountPage {
    certificates = List.copyOf(certificates);
    keys = List.copyOf(keys);
    cases = List.copyOf(cases);
  }

  /**
   * @param plainSerial as an address has it
   * @param shape of the seal beside its state: a class of the style sheet
   */
  public record CertificateRow(
      String use,
      boolean signs,
      String serial,
      String plainSerial,
      String until,
      String state,
      String shape,
      boolean isLiving) {}

  /** A key that the archive keeps. */
  public record KeyRow(String key, String since, String quorum) {}

  /** A request for keys. */
  public record CaseRow(
      String id,
      String requester,
      String at,
      String reason,
      String outcome,
      String leaves,
      long firstLeaf) {}
}
