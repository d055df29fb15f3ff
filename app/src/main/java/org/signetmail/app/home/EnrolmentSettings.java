package org.signetmail.app.home;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.signetmail.enrolment.ApprovalRule;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;
import org.signetmail.web.HttpServer.ClientCertificates;
import org.signetmail.web.est.EstSettings.KeyDelivery;

/**
 * What {@code enrolment} in {@code signet.yaml} says: by which protocols programs get certificates
 * for people, and under which rules.
 *
 * @param protocols those that are served
 * @param approval whether an administrator sees a request before its certificate is issued
 * @param madeKeys how encryption keys that are made here are handed over
 * @param clientCertificates whether HTTPS asks for one; a browser that has one asks its user then
 * @param weakKeys files with lists of keys that are certified for nobody, from the home on
 */
public record EnrolmentSettings(
    Set<Protocol> protocols,
    ApprovalRule approval,
    KeyDelivery madeKeys,
    ClientCertificates clientCertificates,
    List<String> weakKeys) {
  /** A protocol by which certificates are asked for. */
  public enum Protocol {
    EST,
    SCEP,
    CMP;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** All protocols; made keys leave sealed only. */
  public static final EnrolmentSettings STANDARD =
      new EnrolmentSettings(
          EnumSet.allOf(Protocol.class),
          ApprovalRule.PROOF_ALONE,
          KeyDelivery.SEALED,
          ClientCertificates.ASKED,
          List.of());

  public EnrolmentSettings {
    protocols = Set.copyOf(protocols);
    weakKeys = List.copyOf(weakKeys);
  }

  static EnrolmentSettings of(YamlMapping enrolment) throws YamlProblem {
    enrolment.allow("protocols", "approval", "made-keys", "client-certificates", "weak-keys");
    return new EnrolmentSettings(
        protocols(enrolment),
        enrolment
            .optional("approval", word -> choice(word, ApprovalRule.values()))
            .orElse(STANDARD.approval),
        enrolment
            .optional("made-keys", word -> choice(word, KeyDelivery.values()))
            .orElse(STANDARD.madeKeys),
        enrolment
            .optional("client-certificates", word -> choice(word, ClientCertificates.values()))
            .orElse(STANDARD.clientCertificates),
        enrolment.texts("weak-keys"));
  }

  private static Set<Protocol> protocols(YamlMapping enrolment) throws YamlProblem {
    List<String> words = enrolment.texts("protocols");
    if (words.isEmpty()) {
      return STANDARD.protocols;
    }
    if (words.equals(List.of("none"))) {
      return Set.of();
    }
    EnumSet<Protocol> protocols = EnumSet.noneOf(Protocol.class);
    for (String word : words) {
      try {
        protocols.add(choice(word, Protocol.values()));
      } catch (IllegalArgumentException e) {
        throw new YamlProblem(
            enrolment.placeOf("protocols"),
            String.valueOf(e.getMessage()),
            "write [est, scep, cmp] or [none]");
      }
    }
    return protocols;
  }

  private static <E extends Enum<E>> E choice(String word, E[] values) {
    for (E value : values) {
      if (word(value).equals(word)) {
        return value;
      }
    }
    String all =
        List.of(values).stream().map(EnrolmentSettings::word).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("'" + word + "' is not one of " + all);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As it stands in the file. */
  String text() {
    return """
    enrolment:                       # docs/operate/enrolment-protocols.md
      protocols: %s    # or [none]
      approval: %s           # or administrator: 'signet enrol approve' comes before a certificate
      made-keys: %s               # or inside-tls: keys that EST makes may leave as plain PKCS#8
      client-certificates: %s      # or not-asked, where browsers ask people for one too often
      weak-keys: %s              # files that list keys of Debian's OpenSSL of 2008, and others
    """
        .formatted(
            protocols.isEmpty()
                ? "[none]"
                : protocols.stream()
                    .sorted()
                    .map(Protocol::word)
                    .collect(Collectors.joining(", ", "[", "]")),
            word(approval),
            word(madeKeys),
            word(clientCertificates),
            weakKeys.stream().collect(Collectors.joining(", ", "[", "]")));
  }
}
