package org.signetmail.smime;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.CapabilityList;

/**
 * What a correspondent's reader is known to open: announced in the smimeCapabilities of a valid
 * signature (RFC 8551 §2.5.2), or known from a partner's entry or because it is our own.
 *
 * @param words as profiles write them: {@code aes256-GCM}, {@code rsa-oaep}, {@code
 *     cek-hkdf-sha256}
 * @param announced signing time of the message that said so; empty where no message did
 */
public record Capabilities(Set<String> words, Optional<Instant> announced) {
  /** Nothing is known. */
  public static final Capabilities UNKNOWN = known(Set.of());

  /** What Signet itself reads. */
  public static final Capabilities OURS =
      known(
          Set.of(
              "aes256-GCM",
              "aes128-GCM",
              "chacha20-poly1305",
              "aes256-CBC",
              "aes128-CBC",
              "cek-hkdf-sha256",
              "rsa-oaep",
              "rsa-kem"));

  public Capabilities {
    words = Set.copyOf(words);
  }

  /** Known otherwise than from a message. */
  public static Capabilities known(Set<String> words) {
    return new Capabilities(words, Optional.empty());
  }

  /** Whether the reader opens what the word stands for. */
  public boolean reads(String word) {
    return words.contains(word);
  }

  /**
   * What is known after a message: the newest valid signature counts (RFC 8551 §2.7.1), one that
   * bears no time, or a time still to come, changes nothing.
   *
   * @param heard of a signature that was found valid ({@link VerifiedSigner#capabilities})
   */
  public Capabilities updatedBy(Capabilities heard, Instant now) {
    boolean counts = heard.announced().filter(time -> !time.isAfter(now)).isPresent();
    boolean isNewer =
        announced.isEmpty()
            || heard.announced().filter(time -> time.isAfter(announced.get())).isPresent();
    return counts && isNewer ? heard : this;
  }

  /**
   * What a certificate says its holder's reader opens (RFC 4262 §2): as good as the path that the
   * certificate was validated by. Unknown where it says nothing, or what cannot be read.
   */
  public static Capabilities in(Certificate certificate) {
    Optional<byte[]> extension = certificate.extension(Oids.SMIME_CAPABILITIES);
    if (extension.isEmpty()) {
      return UNKNOWN;
    }
    try {
      return of(Der.of(extension.get()), Optional.empty());
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** Reads SMIMECapabilities; algorithms that are not known here are passed over. */
  static Capabilities of(Der capabilities, Optional<Instant> signingTime) throws IOException {
    Set<String> words = new LinkedHashSet<>();
    for (Der capability : capabilities.children(Asn1.SEQUENCE, 0)) {
      CapabilityList.word(capability).ifPresent(words::add);
    }
    return new Capabilities(words, signingTime);
  }

  /** SMIMECapabilities in this order. */
  static byte[] encode(List<String> words) {
    return Asn1.sequence(
        words.stream().flatMap(word -> CapabilityList.entry(word).stream()).toArray(byte[][]::new));
  }
}
