package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.DSAPublicKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.pkix.AlgorithmRules;
import org.signetmail.smime.internal.cms.Keys;
import org.signetmail.smime.internal.cms.SignatureScheme;

/**
 * Until when digests, signatures and lengths of keys prove anything: a table, data in the file
 * {@code algorithms-by-time.table} or in one that a person brings, whose head says what a line is.
 * Cryptographic constraints of ETSI EN 319 102-1 §5.1.4.3. Immutable.
 */
public final class AlgorithmLife {
  private static final int LARGEST = 1 << 16;

  /** What a line is about. */
  private enum Kind {
    DIGEST,
    SIGNATURE,
    RSA,
    EC,
    DSA
  }

  private record Line(Kind kind, String word, int bits, Instant until) {}

  /** A signature in a path: what it is made of, for its object identifier. */
  private record Parts(String family, String digest) {}

  private static final Map<String, Parts> SIGNATURES =
      Map.ofEntries(
          Map.entry("1.2.840.113549.1.1.5", new Parts("rsa", "sha-1")),
          Map.entry("1.2.840.113549.1.1.14", new Parts("rsa", "sha-224")),
          Map.entry("1.2.840.113549.1.1.11", new Parts("rsa", "sha-256")),
          Map.entry("1.2.840.113549.1.1.12", new Parts("rsa", "sha-384")),
          Map.entry("1.2.840.113549.1.1.13", new Parts("rsa", "sha-512")),
          Map.entry("1.2.840.113549.1.1.10", new Parts("rsa-pss", "sha-256")), // the least it is
          Map.entry("1.2.840.10040.4.3", new Parts("dsa", "sha-1")),
          Map.entry("2.16.840.1.101.3.4.3.1", new Parts("dsa", "sha-224")),
          Map.entry("2.16.840.1.101.3.4.3.2", new Parts("dsa", "sha-256")),
          Map.entry("1.2.840.10045.4.1", new Parts("ecdsa", "sha-1")),
          Map.entry("1.2.840.10045.4.3.1", new Parts("ecdsa", "sha-224")),
          Map.entry("1.2.840.10045.4.3.2", new Parts("ecdsa", "sha-256")),
          Map.entry("1.2.840.10045.4.3.3", new Parts("ecdsa", "sha-384")),
          Map.entry("1.2.840.10045.4.3.4", new Parts("ecdsa", "sha-512")),
          Map.entry("1.3.101.112", new Parts("ed25519", "sha-512")),
          Map.entry("1.3.101.113", new Parts("ed448", "shake256")),
          Map.entry("2.16.840.1.101.3.4.3.17", new Parts("ml-dsa-44", "shake256")),
          Map.entry("2.16.840.1.101.3.4.3.18", new Parts("ml-dsa-65", "shake256")),
          Map.entry("2.16.840.1.101.3.4.3.19", new Parts("ml-dsa-87", "shake256")));

  private final List<Line> lines;

  private AlgorithmLife(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /** What is known when this program is made. */
  public static AlgorithmLife standard() {
    String file = "algorithms-by-time.table";
    try (InputStream in = AlgorithmLife.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + ": is missing from this program");
      }
      return of(in.readAllBytes(), file);
    } catch (IOException e) {
      throw new IllegalStateException(file + ": cannot be read from this program", e);
    }
  }

  /**
   * A table that a person brings; it is instead of the standard one.
   *
   * @param name what to call the file in an error
   * @throws IOException in one clear line with file and line number
   */
  public static AlgorithmLife of(byte[] table, String name) throws IOException {
    if (table.length > LARGEST) {
      throw new IOException(name + ": is larger than a table of algorithms; give a smaller one");
    }
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String text : new String(table, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      String rule = (text.indexOf('#') < 0 ? text : text.substring(0, text.indexOf('#'))).strip();
      if (!rule.isEmpty()) {
        lines.add(line(rule, name + ":" + number));
      }
    }
    return new AlgorithmLife(lines);
  }

  private static Line line(String rule, String place) throws IOException {
    String[] words = rule.split("\\s+");
    try {
      if (words.length == 3) {
        Instant until = LocalDate.parse(words[2]).atStartOfDay(ZoneOffset.UTC).toInstant();
        Kind kind =
            switch (words[0]) {
              case "digest" -> Kind.DIGEST;
              case "signature" -> Kind.SIGNATURE;
              case "rsa" -> Kind.RSA;
              case "ec" -> Kind.EC;
              case "dsa" -> Kind.DSA;
              default -> throw new IllegalArgumentException(words[0]);
            };
        boolean isNamed = kind == Kind.DIGEST || kind == Kind.SIGNATURE;
        return new Line(kind, words[1], isNamed ? 0 : Integer.parseInt(words[1]), until);
      }
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new IOException(place + ": want 'digest sha-1 2012-08-01' or 'rsa 1024 2010-08-01'", e);
    }
    throw new IOException(place + ": want 'digest sha-1 2012-08-01' or 'rsa 1024 2010-08-01'");
  }

  /** When a digest, named as in profiles, comes or came to its end; empty: not in sight. */
  Optional<Instant> endOfDigest(String word) {
    return lines.stream()
        .filter(line -> line.kind() == Kind.DIGEST && line.word().equals(word))
        .map(Line::until)
        .min(Instant::compareTo);
  }

  Optional<Instant> endOfFamily(String family) {
    return lines.stream()
        .filter(line -> line.kind() == Kind.SIGNATURE && line.word().equals(family))
        .map(Line::until)
        .min(Instant::compareTo);
  }

  Optional<Instant> endOfKey(PublicKey key) {
    int rsa = Keys.rsaBits(key);
    int ec = Keys.curveBits(key);
    int dsa =
        key instanceof DSAPublicKey d && d.getParams() != null
            ? d.getParams().getP().bitLength()
            : 0;
    return lines.stream()
        .filter(line ->
            switch (line.kind()) {
              case DIGEST, SIGNATURE -> false;
              case RSA -> rsa > 0 && rsa < line.bits();
              case EC -> ec > 0 && ec < line.bits();
              case DSA -> dsa > 0 && dsa < line.bits();
            })
        .map(Line::until)
        .min(Instant::compareTo);
  }

  /** The first end of a signature by this key: digest, family, length. */
  Optional<Instant> endOf(SignatureScheme scheme, PublicKey key) {
    return first(
        endOfKey(key), first(endOfDigest(scheme.digest().word()), endOfFamily(scheme.family())));
  }

  /** Which signatures and keys count in paths, CRLs and OCSP responses that were there by then. */
  AlgorithmRules rules(Instant at) {
    Set<String> known = new LinkedHashSet<>(AlgorithmRules.HISTORIC.signatures());
    known.removeIf(oid -> {
      Parts parts = SIGNATURES.get(oid);
      return parts != null
          && first(endOfDigest(parts.digest()), endOfFamily(parts.family()))
              .filter(end -> !at.isBefore(end))
              .isPresent();
    });
    return new AlgorithmRules(known, shortest(Kind.RSA, at), shortest(Kind.DSA, at));
  }

  private int shortest(Kind kind, Instant at) {
    return lines.stream()
        .filter(line -> line.kind() == kind && !at.isBefore(line.until()))
        .mapToInt(Line::bits)
        .max()
        .orElse(0);
  }

  static Optional<Instant> first(Optional<Instant> one, Optional<Instant> other) {
    return Stream.of(one, other).flatMap(Optional::stream).min(Instant::compareTo);
  }
}
