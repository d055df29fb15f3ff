package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.AlgorithmRules;

/**
 * A table of what may be used, for making and for accepting: data in the files {@code
 * profiles/NAME.profile}, not code. A line is {@code key = word word …}; {@code #} begins a
 * comment. For making, the order of words is the order of preference.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class CryptoProfile {
  /** Names as in the contract. */
  public enum Name {
    AUTO("auto"),
    MODERN("modern"),
    COMPATIBLE("compatible"),
    POST_QUANTUM("post-quantum"),
    FIPS("fips"),
    BSI_TR_02102("bsi-tr-02102"),
    CNSA_2_0("cnsa-2.0"),
    LEGACY_READ("legacy-read");

    private final String word;

    Name(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    public static Optional<Name> ofWord(String word) {
      for (Name name : values()) {
        if (name.word.equals(word)) {
          return Optional.of(name);
        }
      }
      return Optional.empty();
    }
  }

  /** What a row of the table is about; each has its words. */
  public enum Area {
    /** {@code sha-256 sha-384 sha-512 …} */
    DIGEST,
    /** {@code rsa rsa-pss ecdsa ed25519 ed448 ml-dsa-65 …} */
    SIGNATURE,
    /** {@code aes256-GCM aes256-CBC chacha20-poly1305 …} */
    CONTENT,
    /** {@code rsa-oaep rsa-pkcs1 ecdh ecdh-hkdf ml-kem-768 password …} */
    KEY_MANAGEMENT,
    /** {@code cek-hkdf-sha256}: made where every recipient announced it. */
    KEY_DERIVATION;

    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Name name;
  private final Map<String, List<String>> table;
  private final Map<Area, Set<String>> accepting = new EnumMap<>(Area.class);

  private CryptoProfile(Name name, Map<String, List<String>> table) {
    this.name = name;
    this.table = table;
    for (Area area : Area.values()) {
      accepting.put(area, Set.copyOf(table.getOrDefault("accept." + area.word(), List.of())));
    }
  }

  public static CryptoProfile of(Name name) {
    String file = "profiles/" + name.word() + ".profile";
    try (InputStream in = CryptoProfile.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + ": is missing from this program");
      }
      return new CryptoProfile(
          name, parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(file + ": cannot be read from this program", e);
    }
  }

  private static Map<String, List<String>> parse(String file, String text) {
    Map<String, List<String>> table = new HashMap<>();
    int number = 0;
    for (String line : text.split("\n")) {
      number++;
      String rule = (line.indexOf('#') < 0 ? line : line.substring(0, line.indexOf('#'))).strip();
      if (rule.isEmpty()) {
        continue;
      }
      int equals = rule.indexOf('=');
      if (equals < 1) {
        throw new IllegalStateException(file + ":" + number + ": want 'key = word word …'");
      }
      List<String> words = new ArrayList<>();
      for (String word : rule.substring(equals + 1).strip().split("\\s+")) {
        if (!word.isEmpty()) {
          words.add(word);
        }
      }
      table.put(rule.substring(0, equals).strip(), List.copyOf(words));
    }
    return Map.copyOf(table);
  }

  public Name name() {
    return name;
  }

  /** What may be used when making, best first. */
  public List<String> making(Area area) {
    return table.getOrDefault("make." + area.word(), List.of());
  }

  /** What is accepted when reading. */
  public Set<String> accepting(Area area) {
    return accepting.getOrDefault(area, Set.of());
  }

  /** What is used only for a recipient who is known to read it. */
  public Set<String> needingEvidence() {
    return Set.copyOf(table.getOrDefault("evidence", List.of()));
  }

  /** The content encryption that signers announce as readable, best first (RFC 8551 §2.5.2). */
  public List<String> announcing() {
    return table.getOrDefault("announce", List.of());
  }

  /** The shortest RSA modulus, in bits, to make signatures with and encrypt to. */
  public int makingRsaBits() {
    return number("make.rsa-bits");
  }

  /** The shortest RSA modulus, in bits, whose signature counts. */
  public int acceptingRsaBits() {
    return number("accept.rsa-bits");
  }

  /** Which signatures and keys count in the paths of signers: as old as those of the messages. */
  public AlgorithmRules paths() {
    return table.getOrDefault("accept.paths", List.of()).equals(List.of("historic"))
        ? AlgorithmRules.HISTORIC
        : AlgorithmRules.CURRENT;
  }

  /** The smallest elliptic curve, in bits of its field, to sign on and encrypt to. */
  public int makingEcBits() {
    return number("make.ec-bits");
  }

  /** The smallest elliptic curve, in bits of its field, whose signature counts. */
  public int acceptingEcBits() {
    return number("accept.ec-bits");
  }

  private int number(String key) {
    List<String> words = table.getOrDefault(key, List.of());
    return words.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(words.getFirst());
  }

  @Override
  public String toString() {
    return name.word();
  }
}
