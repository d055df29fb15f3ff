package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Revocation;

/**
 * The revokedCertificates of a CRL (RFC 5280 §5.1.2.6), found by issuer and serial number.
 *
 * <p>A list of a million entries is 40 MB as DER and ten times that as objects. So the DER is kept
 * as it came, and beside it eight octets for each entry: a hash of its serial number above its
 * place, sorted. To find one is a binary search, some twenty comparisons; many entries of one hash,
 * which somebody would have to make on purpose, cost a walk over those and no more. Immutable and
 * safe for use by many threads.
 */
public final class RevokedCertificates {
  private static final String REASON = "2.5.29.21";
  private static final String INVALIDITY_DATE = "2.5.29.24";
  private static final String CERTIFICATE_ISSUER = "2.5.29.29";
  private static final int MOST_ISSUERS = 10_000;

  private final byte[] der;
  private final X500Principal listIssuer;
  private final long[] byHash;
  private final List<Issuer> issuers;
  private final boolean understood;

  /** From this place on, entries are of this issuer (§5.3.3: until another is named). */
  private record Issuer(int from, X500Principal name) {}

  private RevokedCertificates(
      byte[] der,
      X500Principal listIssuer,
      long[] byHash,
      List<Issuer> issuers,
      boolean understood) {
    this.der = der;
    this.listIssuer = listIssuer;
    this.byHash = byHash;
    this.issuers = issuers;
    this.understood = understood;
  }

  /** The entries between two places of a list; none when they are the same. */
  static RevokedCertificates between(byte[] der, int from, int to, X500Principal listIssuer)
      throws IOException {
    long[] byHash = new long[Math.max(16, (to - from) / 32)];
    int count = 0;
    List<Issuer> issuers = new ArrayList<>();
    boolean understood = true;
    DerCursor cursor = new DerCursor(der);
    for (int at = from; at < to; ) {
      int entry = at;
      int end = cursor.to(at, to, DerCursor.SEQUENCE).end();
      int serial = cursor.content();
      int afterSerial = cursor.to(serial, end, DerCursor.INTEGER).end();
      if (count == byHash.length) {
        byHash = Arrays.copyOf(byHash, count + count / 2);
      }
      byHash[count++] =
          (long) hash(der, minimal(der, cursor), cursor.end()) << 32 | (entry & 0xffff_ffffL);
      DerTime.at(cursor.to(afterSerial, end), der);
      for (Extension extension : extensions(der, cursor.end(), end)) {
        if (extension.oid.equals(CERTIFICATE_ISSUER)) {
          if (issuers.size() == MOST_ISSUERS) {
            throw new IOException("names more than " + MOST_ISSUERS + " issuers of certificates");
          }
          issuers.add(new Issuer(entry, directoryName(extension.value)));
        } else if (!extension.oid.equals(REASON) && !extension.oid.equals(INVALIDITY_DATE)) {
          understood &= !extension.critical;
        }
      }
      at = end;
    }
    long[] sorted = Arrays.copyOf(byHash, count);
    Arrays.sort(sorted);
    return new RevokedCertificates(der, listIssuer, sorted, List.copyOf(issuers), understood);
  }

  public int size() {
    return byHash.length;
  }

  /** Whether no entry has a critical extension that is not known (§5.3). */
  public boolean isUnderstood() {
    return understood;
  }

  public Optional<Revocation> find(X500Principal issuer, BigInteger serial) {
    byte[] wanted = serial.toByteArray();
    int hash = hash(wanted, 0, wanted.length);
    try {
      for (int i = firstOf(hash); i < byHash.length && (int) (byHash[i] >> 32) == hash; i++) {
        int place = (int) byHash[i];
        if (isOf(place, wanted) && issuerOf(place).equals(issuer)) {
          return Optional.of(read(place, serial));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("a list was readable at first", e);
    }
  }

  private int firstOf(int hash) {
    int found = Arrays.binarySearch(byHash, (long) hash << 32);
    return found >= 0 ? found : -found - 1;
  }

  private boolean isOf(int place, byte[] serial) throws IOException {
    DerCursor cursor = new DerCursor(der).to(place, der.length);
    cursor.to(cursor.content(), cursor.end());
    return Arrays.equals(der, minimal(der, cursor), cursor.end(), serial, 0, serial.length);
  }

  private X500Principal issuerOf(int place) {
    int low = 0;
    int high = issuers.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (issuers.get(middle).from <= place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? listIssuer : issuers.get(low - 1).name;
  }

  private Revocation read(int place, BigInteger serial) throws IOException {
    DerCursor cursor = new DerCursor(der).to(place, der.length);
    int end = cursor.end();
    cursor.to(cursor.content(), end);
    Instant since = DerTime.at(cursor.to(cursor.end(), end), der);
    Revocation.Reason reason = Revocation.Reason.UNSPECIFIED;
    for (Extension extension : extensions(der, cursor.end(), end)) {
      if (extension.oid.equals(REASON)) {
        reason = reason(extension.value);
      }
    }
    return new Revocation(serial, since, reason);
  }

  /** A reason that is not known is a reason. */
  private static Revocation.Reason reason(byte[] value) {
    try {
      BigInteger code = ASN1Enumerated.getInstance(Asn1.parse(value)).getValue();
      for (Revocation.Reason reason : Revocation.Reason.values()) {
        if (BigInteger.valueOf(reason.code()).equals(code)) {
          return reason;
        }
      }
      return Revocation.Reason.UNSPECIFIED;
    } catch (IOException | RuntimeException e) {
      return Revocation.Reason.UNSPECIFIED;
    }
  }

  private record Extension(String oid, boolean critical, byte[] value) {}

  /** The crlEntryExtensions between two places, of which most entries have none or one. */
  private static List<Extension> extensions(byte[] der, int from, int end) throws IOException {
    if (from == end) {
      return List.of();
    }
    DerCursor cursor = new DerCursor(der).to(from, end, DerCursor.SEQUENCE);
    if (cursor.end() != end) {
      throw new IOException("has an entry with more than RFC 5280 §5.1 has in one");
    }
    List<Extension> found = new ArrayList<>(2);
    for (int at = cursor.content(); at < end; ) {
      int extensionEnd = cursor.to(at, end, DerCursor.SEQUENCE).end();
      cursor.to(cursor.content(), extensionEnd, DerCursor.OBJECT_IDENTIFIER);
      String oid = oid(der, cursor);
      cursor.to(cursor.end(), extensionEnd);
      boolean critical = false;
      if (cursor.tag() == DerCursor.BOOLEAN) {
        critical = cursor.end() > cursor.content() && der[cursor.content()] != 0;
        cursor.to(cursor.end(), extensionEnd);
      }
      if (cursor.tag() != DerCursor.OCTET_STRING || cursor.end() != extensionEnd) {
        throw new IOException("has an entry with an extension that cannot be read");
      }
      found.add(
          new Extension(oid, critical, Arrays.copyOfRange(der, cursor.content(), cursor.end())));
      at = extensionEnd;
    }
    return found;
  }

  /** The three of RFC 5280 §5.3 by name; of any other only that it is another. */
  private static String oid(byte[] der, DerCursor cursor) {
    int at = cursor.content();
    if (cursor.end() - at == 3 && der[at] == 0x55 && der[at + 1] == 0x1d) {
      return "2.5.29." + der[at + 2];
    }
    return "another";
  }

  private static X500Principal directoryName(byte[] generalNames) throws IOException {
    @Nullable X500Principal found = null;
    try {
      for (GeneralName name : GeneralNames.getInstance(Asn1.parse(generalNames)).getNames()) {
        if (name.getTagNo() == GeneralName.directoryName && found == null) {
          found = new X500Principal(name.getName().toASN1Primitive().getEncoded());
        }
      }
    } catch (RuntimeException e) {
      throw new IOException("names an issuer of certificates that cannot be read", e);
    }
    if (found == null) {
      throw new IOException("has an entry whose issuer bears no directory name");
    }
    return found;
  }

  /** Where an INTEGER begins without octets that add nothing to it (X.690 §8.3.2). */
  private static int minimal(byte[] der, DerCursor integer) {
    int at = integer.content();
    while (at + 1 < integer.end()
        && ((der[at] == 0 && der[at + 1] >= 0) || (der[at] == -1 && der[at + 1] < 0))) {
      at++;
    }
    return at;
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = 0x811c9dc5; // FNV-1a
    for (int i = from; i < to; i++) {
      hash = (hash ^ bytes[i]) * 0x01000193;
    }
    return hash ^ hash >>> 15;
  }
}
