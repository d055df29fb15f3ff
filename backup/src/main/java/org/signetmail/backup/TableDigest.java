package org.signetmail.backup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which rows a table has, in one digest: SHA-256 over a line for each, in the order of the log,
 * with the place of the leaf that the row's act left and what that leaf says of it in public.
 * Whoever has the leaves computes the same digest as whoever has the rows; so a row that is another
 * than the log knows shows, also where their number fits.
 *
 * <pre>
 * certificate         issuer serial sha256         former_certificate  key sha256
 * status_change       issuer serial reason time    revocation          issuer serial reason
 * archived_key        key sha256-of-its-receipt    destroyed_key       key
 * recovery_officer    encryption ml-kem signing    recovery_case       case
 * recovery_step       case kind                    partner             name domains roots
 * backup              id                           drill               backup result report
 * </pre>
 *
 * <p>What a leaf only commits to, whoever has the leaves alone cannot put into words. So {@code
 * log_opening}, {@code person} (with groups), {@code submission_password}, {@code ring_key}, {@code
 * passkey} and {@code rollout_wave} have a line for each of their leaves, which says {@code true}:
 * that the opening is the leaf's, or that the rows are as this leaf and those after it left them.
 * Whoever has rows, leaves and openings finds that out.
 *
 * <p>Octets are in hexadecimal, what is missing is {@code -}. A record that was destroyed counts
 * under {@code archived_key} too. Used by one thread.
 */
public final class TableDigest {
  private final MessageDigest sha256;
  private long rows;

  public TableDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Adds a row.
   *
   * @param leaf its place in the log; rows come in this order
   * @param words what the leaf says of it
   */
  public void add(long leaf, String... words) {
    String line = leaf + " " + String.join(" ", words) + "\n";
    sha256.update(line.getBytes(StandardCharsets.UTF_8));
    rows++;
  }

  /** How many there were. */
  public long rows() {
    return rows;
  }

  /** In hexadecimal; nothing can be added afterwards. */
  public String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }
}
