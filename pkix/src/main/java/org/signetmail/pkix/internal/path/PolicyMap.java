package org.signetmail.pkix.internal.path;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;

/** Policy mappings (RFC 5280 §4.2.1.5): an issuer's policy, and which of the subject's equal it. */
final class PolicyMap {
  private PolicyMap() {}

  static Map<String, Set<String>> of(byte[] extension) throws IOException {
    Map<String, Set<String>> mappings = new LinkedHashMap<>();
    for (ASN1Encodable element : ASN1Sequence.getInstance(extension)) {
      ASN1Sequence mapping = ASN1Sequence.getInstance(element);
      String issuer = ASN1ObjectIdentifier.getInstance(mapping.getObjectAt(0)).getId();
      String subject = ASN1ObjectIdentifier.getInstance(mapping.getObjectAt(1)).getId();
      if (issuer.equals(PolicyGraph.ANY_POLICY) || subject.equals(PolicyGraph.ANY_POLICY)) {
        throw new IOException("maps anyPolicy (RFC 5280 §6.1.4 a)");
      }
      mappings.computeIfAbsent(issuer, policy -> new LinkedHashSet<>()).add(subject);
    }
    return mappings;
  }
}
