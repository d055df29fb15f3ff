package org.signetmail.smime.internal.cms;

import java.util.List;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * RSASSA-PSS-params (RFC 4055 §3.1).
 *
 * @param salt octets
 */
record PssParameters(Digests hash, Digests mask, int salt) {
  /**
   * @param identifier the algorithm and its parameters, which must be there (RFC 4056 §3)
   */
  static PssParameters reading(List<Der> identifier) throws Asn1Exception {
    if (identifier.size() < 2) {
      throw new Asn1Exception("RSASSA-PSS without its parameters");
    }
    Digests hash = Digests.SHA_1; // the defaults of RFC 4055 §3.1
    Digests mask = Digests.SHA_1;
    int salt = 20;
    for (Der field : identifier.get(1).children(Asn1.SEQUENCE, 0)) {
      Der value = field.children().getFirst();
      switch (field.tag()) {
        case 0xa0 -> hash = digestOf(value);
        case 0xa1 -> {
          List<Der> generator = value.children(Asn1.SEQUENCE, 2);
          if (!generator.getFirst().oid().equals(Oids.MGF1)) {
            throw new Asn1Exception("RSASSA-PSS with another mask generation than MGF1");
          }
          mask = digestOf(generator.get(1));
        }
        case 0xa2 -> salt = value.smallInteger();
        default -> {
          if (field.tag() != 0xa3 || value.smallInteger() != 1) {
            throw new Asn1Exception("RSASSA-PSS with parameters that are not known");
          }
        }
      }
    }
    if (salt < 0 || salt > 1024) {
      throw new Asn1Exception("RSASSA-PSS with a salt length out of its range");
    }
    return new PssParameters(hash, mask, salt);
  }

  private static Digests digestOf(Der identifier) throws Asn1Exception {
    String oid = identifier.children(Asn1.SEQUENCE, 1).getFirst().oid();
    return Digests.ofOid(oid)
        .orElseThrow(() -> new Asn1Exception("digest algorithm " + oid + " is not known"));
  }
}
