package org.signetmail.ca;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.KeyId;

/**
 * Published CRLs. CRL numbers of one issuer strictly grow (RFC 5280 §5.2.3), whichever node asks;
 * lists of one publication share one. Safe for use by many threads and many nodes.
 */
public interface CrlStore {
  /** A number that nobody got before, for this issuer; durable when returned. */
  BigInteger nextNumber(KeyId issuer);

  /**
   * Keeps lists that were made together, all or none of them; one with an older number than the
   * current one of its key is ignored. Durable when returned.
   */
  void publish(KeyId issuer, List<Crl> crls);

  Optional<Crl> current(KeyId issuer, CrlKey key);

  /** The list of everything that the issuer revoked. */
  default Optional<Crl> current(KeyId issuer) {
    return current(issuer, CrlKey.WHOLE);
  }

  /** What is known of each current list of the issuer, without the lists themselves. */
  List<CrlHead> heads(KeyId issuer);

  /** Which list it is among those of an issuer. */
  record CrlKey(CrlPartition partition, Form form) {
    /** The complete list of everything. */
    public static final CrlKey WHOLE = new CrlKey(CrlPartition.WHOLE, Form.COMPLETE);
  }

  /** RFC 5280 §5: a complete CRL, or a delta CRL that says what changed since one (§5.2.4). */
  enum Form {
    COMPLETE,
    DELTA
  }

  /**
   * The complete CRL that delta CRLs build on.
   *
   * @param upTo the last change of status that it knows, by its place in the log; -1 for none
   */
  record Base(BigInteger number, Instant at, long upTo) {}

  /**
   * What a list's readers and makers plan by.
   *
   * @param upTo the last change of status that it knows, by its place in the log; -1 for none
   * @param base of the delta CRLs of this partition; of a complete list that is its own base,
   *     itself
   */
  record CrlHead(
      CrlKey key,
      BigInteger number,
      Instant thisUpdate,
      Instant nextUpdate,
      long upTo,
      Base base) {}

  /** One CRL as DER. */
  record Crl(CrlHead head, byte[] encoded) {
    public BigInteger number() {
      return head.number();
    }

    public Instant thisUpdate() {
      return head.thisUpdate();
    }

    public Instant nextUpdate() {
      return head.nextUpdate();
    }
  }
}
