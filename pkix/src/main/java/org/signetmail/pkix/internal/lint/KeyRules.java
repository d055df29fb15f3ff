package org.signetmail.pkix.internal.lint;

import static org.signetmail.pkix.CertificateFinding.KEY_USAGE_NOT_CRITICAL;
import static org.signetmail.pkix.StandardFinding.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.signetmail.pkix.Certificate.Use;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.internal.Extensions;

/** What standards say of a key, and of what may be done with it. */
final class KeyRules {
  static final List<Consumer<Parts>> ALL =
      List.of(KeyRules::keyUsage, KeyRules::keyUsageOfKey, KeyRules::rsaParameters);

  /** The kinds of key, by the words of the tables. */
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("1.2.840.113549.1.1.1", "rsa"),
          Map.entry("1.2.840.10045.2.1", "ec"),
          Map.entry("1.3.101.110", "montgomery"),
          Map.entry("1.3.101.111", "montgomery"),
          Map.entry("1.3.101.112", "edwards"),
          Map.entry("1.3.101.113", "edwards"),
          Map.entry("2.16.840.1.101.3.4.3.17", "ml-dsa"),
          Map.entry("2.16.840.1.101.3.4.3.18", "ml-dsa"),
          Map.entry("2.16.840.1.101.3.4.3.19", "ml-dsa"),
          Map.entry("2.16.840.1.101.3.4.4.1", "ml-kem"),
          Map.entry("2.16.840.1.101.3.4.4.2", "ml-kem"),
          Map.entry("2.16.840.1.101.3.4.4.3", "ml-kem"));

  private static final Map<String, Set<Use>> NEVER =
      Table.rows("key-prohibitions.table", 2).stream()
          .collect(Collectors.toUnmodifiableMap(List::getFirst, row -> Table.uses(row.getLast())));

  private KeyRules() {}

  /** The kind of the certified key, in the words of the tables; "other" for the rest. */
  static String kind(Parts parts) {
    return KINDS.getOrDefault(algorithm(parts).getAlgorithm().getId(), "other");
  }

  static AlgorithmIdentifier algorithm(Parts parts) {
    return parts.tbs().getSubjectPublicKeyInfo().getAlgorithm();
  }

  /** "At least one of the bits MUST be set to 1"; "SHOULD mark this extension as critical". */
  private static void keyUsage(Parts parts) {
    var uses = parts.certificate().keyUsage();
    if (uses.isPresent() && uses.get().isEmpty()) {
      parts.add(KEY_USAGE_EMPTY, "has a key usage without a bit");
    }
    if (uses.isPresent() && !parts.isCritical(Extensions.KEY_USAGE)) {
      parts.warn(KEY_USAGE_NOT_CRITICAL, "has a key usage that is not critical");
    }
    boolean certifies = uses.orElse(Set.of()).contains(Use.CERTIFICATE_SIGN);
    if (certifies != parts.certificate().isAuthority()) {
      parts.add(
          KEY_USAGE_OF_AUTHORITY,
          certifies ? "has keyCertSign without being an authority's" : "has no keyCertSign");
    }
  }

  private static void keyUsageOfKey(Parts parts) {
    String kind = kind(parts);
    Set<Use> wrong = EnumSet.noneOf(Use.class);
    wrong.addAll(parts.certificate().keyUsage().orElse(Set.of()));
    wrong.retainAll(NEVER.getOrDefault(kind, Set.of()));
    // RFC 9295 §3 takes keyCertSign from end entities' Edwards keys; that rule is above.
    if (!wrong.isEmpty()) {
      parts.add(codeOf(kind), "has a key usage that this kind of key never has: " + wrong);
    }
  }

  private static FindingCode codeOf(String kind) {
    return switch (kind) {
      case "ec" -> KEY_USAGE_EC;
      case "edwards", "montgomery" -> KEY_USAGE_EDWARDS;
      case "ml-dsa" -> KEY_USAGE_ML_DSA;
      case "ml-kem" -> KEY_USAGE_ML_KEM;
      default -> throw new IllegalStateException(kind + " has prohibitions and no clause");
    };
  }

  /** "The parameters field MUST have ASN.1 type NULL for this algorithm identifier." */
  private static void rsaParameters(Parts parts) {
    if (kind(parts).equals("rsa") && !DERNull.INSTANCE.equals(algorithm(parts).getParameters())) {
      parts.add(RSA_PARAMETERS, "has an RSA key whose parameters are not NULL");
    }
  }
}
