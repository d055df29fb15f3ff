package org.signetmail.smime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.ContentCipher;

/**
 * What a correspondent's reader is known to open: announced in the smimeCapabilities of a valid
 * signature (RFC 8551 §2.5.2), or known from a partner's entry or because it is our own.
 *
 * @param words as profiles write them: {@code aes256-GCM}, {@code rsa-oaep}
 */
public record Capabilities(Set<String> words) {
  /** Nothing is known. */
  public static final Capabilities UNKNOWN = new Capabilities(Set.of());

  /** What Signet itself reads. */
  public static final Capabilities OURS =
      new Capabilities(
          Set.of(
              "aes256-GCM",
              "aes128-GCM",
              "chacha20-poly1305",
              "aes256-CBC",
              "aes128-CBC",
              "rsa-oaep"));

  public Capabilities {
    words = Set.copyOf(words);
  }

  /** Whether every word of the other is known here too. */
  public boolean reads(String word) {
    return words.contains(word);
  }

  /** Reads SMIMECapabilities; algorithms that are not known here are passed over. */
  static Capabilities of(Der capabilities) throws IOException {
    Set<String> words = new LinkedHashSet<>();
    for (Der capability : capabilities.children(Asn1.SEQUENCE, 0)) {
      String oid = capability.children(Asn1.SEQUENCE, 1).getFirst().oid();
      if (oid.equals(Oids.RSA_OAEP)) {
        words.add("rsa-oaep");
      }
      ContentCipher.ofOid(oid).ifPresent(cipher -> words.add(cipher.word()));
    }
    return new Capabilities(words);
  }

  /** SMIMECapabilities in this order, parameters absent. */
  static byte[] encode(List<String> words) {
    List<byte[]> entries = new ArrayList<>();
    for (String word : words) {
      ContentCipher.ofWord(word).ifPresent(cipher -> entries.add(Asn1.algorithm(cipher.oid())));
    }
    return Asn1.sequence(entries.toArray(byte[][]::new));
  }
}
