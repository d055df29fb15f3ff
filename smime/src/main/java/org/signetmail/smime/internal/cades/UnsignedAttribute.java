package org.signetmail.smime.internal.cades;

import java.util.ArrayList;
import java.util.List;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;

/**
 * An attribute beside a signature (RFC 5652 §5.3), as it was sent.
 *
 * @param oid what it is
 * @param type the same, encoded
 * @param values each encoded, at least one
 */
public record UnsignedAttribute(String oid, byte[] type, List<byte[]> values) {
  public UnsignedAttribute {
    values = List.copyOf(values);
  }

  /** With one value, as all are that are made here. */
  public static UnsignedAttribute of(String oid, byte[] value) {
    return new UnsignedAttribute(oid, Asn1.oid(oid), List.of(value));
  }

  static UnsignedAttribute of(Der element) throws Asn1Exception {
    List<Der> parts = element.children(Asn1.SEQUENCE, 2);
    List<byte[]> values = new ArrayList<>();
    for (Der value : parts.get(1).children(Asn1.SET, 1)) {
      values.add(value.encoded());
    }
    return new UnsignedAttribute(parts.get(0).oid(), parts.get(0).encoded(), values);
  }

  /** Attribute. */
  public byte[] encoded() {
    return Asn1.sequence(type, Asn1.setOf(values));
  }

  /** What an archive time stamp takes the digest of: the type, then the value. */
  byte[] indexed(byte[] value) {
    return Asn1.joined(type, value);
  }
}
