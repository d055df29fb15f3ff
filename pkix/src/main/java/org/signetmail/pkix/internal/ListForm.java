package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/** CertificateList (RFC 5280 §5.1), with its DER kept and its entries not made into objects. */
public final class ListForm {
  /** Octets; some three million entries. */
  private static final int LARGEST = 128 << 20;

  private static final int EXTENSIONS = 0xa0;

  private final byte[] der;
  private final DerCursor cursor;
  private final int tbsStart;
  private final int tbsEnd;
  private final AlgorithmIdentifier algorithm;
  private final byte[] signature;
  private final X500Principal issuer;
  private final Instant thisUpdate;
  private final Optional<Instant> nextUpdate;
  private final RevokedCertificates revoked;
  private final Map<String, byte[]> extensions = new HashMap<>();
  private final Set<String> critical = new HashSet<>();

  /**
   * Keeps {@code der}, which must not change any more.
   *
   * @throws IOException saying in a phrase what is wrong
   */
  public ListForm(byte[] der) throws IOException {
    if (der.length > LARGEST) {
      throw new IOException("is larger than the " + (LARGEST >> 20) + " MiB of a revocation list");
    }
    this.der = der;
    this.cursor = new DerCursor(der);
    int end = cursor.to(0, der.length, DerCursor.SEQUENCE).end();
    if (end != der.length) {
      throw new IOException("has " + (der.length - end) + " octets after its end");
    }
    try {
      tbsStart = cursor.to(cursor.content(), end, DerCursor.SEQUENCE).start();
      tbsEnd = cursor.end();
      int inside = cursor.content();
      algorithm =
          AlgorithmIdentifier.getInstance(Asn1.parse(element(tbsEnd, end, DerCursor.SEQUENCE)));
      signature =
          ASN1BitString.getInstance(Asn1.parse(element(cursor.end(), end, DerCursor.BIT_STRING)))
              .getBytes();
      requireEnd(end);

      boolean hasVersion = cursor.to(inside, tbsEnd).tag() == DerCursor.INTEGER;
      byte[] signed = element(hasVersion ? cursor.end() : inside, tbsEnd, DerCursor.SEQUENCE);
      if (!Arrays.equals(signed, algorithm.getEncoded())) {
        throw new IOException("states two signature algorithms (RFC 5280 §5.1.1.2)");
      }
      byte[] name = element(cursor.end(), tbsEnd, DerCursor.SEQUENCE);
      Asn1.requireOneValue(name);
      issuer = new X500Principal(name);
      thisUpdate = DerTime.at(cursor.to(cursor.end(), tbsEnd), der);
      nextUpdate = readNextUpdate();
      revoked = readRevoked();
      if (cursor.end() < tbsEnd) {
        extensions(element(cursor.end(), tbsEnd, EXTENSIONS));
      }
      requireEnd(tbsEnd);
    } catch (RuntimeException e) {
      throw new IOException("is not a revocation list (RFC 5280 §5.1)", e);
    }
  }

  public X500Principal issuer() {
    return issuer;
  }

  public Instant thisUpdate() {
    return thisUpdate;
  }

  public Optional<Instant> nextUpdate() {
    return nextUpdate;
  }

  public String signatureAlgorithm() {
    return algorithm.getAlgorithm().getId();
  }

  /** The algorithm's parameters as DER, where it has any. */
  public Optional<byte[]> signatureParameters() {
    return Signing.parameters(algorithm);
  }

  public boolean isSignedBy(PublicKey key) {
    return Signing.holds(key, algorithm, Arrays.copyOfRange(der, tbsStart, tbsEnd), signature);
  }

  public Optional<byte[]> extension(String oid) {
    return Optional.ofNullable(extensions.get(oid)).map(byte[]::clone);
  }

  /** The value of an extension that is an INTEGER of zero or more. */
  public Optional<BigInteger> integer(String oid) throws IOException {
    byte[] value = extensions.get(oid);
    if (value == null) {
      return Optional.empty();
    }
    try {
      BigInteger number = ASN1Integer.getInstance(Asn1.parse(value)).getValue();
      if (number.signum() >= 0) {
        return Optional.of(number);
      }
    } catch (RuntimeException e) {
      throw new IOException("has a number that cannot be read (RFC 5280 §5.2)", e);
    }
    throw new IOException("has a number below zero (RFC 5280 §5.2)");
  }

  public Set<String> criticalExtensions() {
    return Collections.unmodifiableSet(critical);
  }

  public RevokedCertificates entries() {
    return revoked;
  }

  private Optional<Instant> readNextUpdate() throws IOException {
    if (cursor.end() == tbsEnd) {
      return Optional.empty();
    }
    int before = cursor.start();
    int tag = cursor.to(cursor.end(), tbsEnd).tag();
    if (tag == DerCursor.UTC_TIME || tag == DerCursor.GENERALIZED_TIME) {
      return Optional.of(DerTime.at(cursor, der));
    }
    cursor.to(before, tbsEnd);
    return Optional.empty();
  }

  private RevokedCertificates readRevoked() throws IOException {
    int before = cursor.start();
    if (cursor.end() < tbsEnd && cursor.to(cursor.end(), tbsEnd).tag() == DerCursor.SEQUENCE) {
      return RevokedCertificates.between(der, cursor.content(), cursor.end(), issuer);
    }
    cursor.to(before, tbsEnd);
    return RevokedCertificates.between(der, 0, 0, issuer);
  }

  private void extensions(byte[] tagged) throws IOException {
    var all =
        org.bouncycastle.asn1.x509.Extensions.getInstance(
            org.bouncycastle.asn1.ASN1TaggedObject.getInstance(Asn1.parse(tagged)), true);
    for (ASN1ObjectIdentifier oid : all.getExtensionOIDs()) {
      Extension extension = all.getExtension(oid);
      extensions.put(oid.getId(), extension.getExtnValue().getOctets());
      if (extension.isCritical()) {
        critical.add(oid.getId());
      }
    }
  }

  private byte[] element(int at, int limit, int tag) throws IOException {
    cursor.to(at, limit, tag);
    return Arrays.copyOfRange(der, cursor.start(), cursor.end());
  }

  private void requireEnd(int end) throws IOException {
    if (cursor.end() != end) {
      throw new IOException("has more in it than RFC 5280 §5.1 has in a revocation list");
    }
  }
}
