package org.signetmail.app.home;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;

/**
 * {@code gateway-mode} in the group {@code mail} of {@code signet.yaml}: for whom the gateway opens
 * mail, so that their keys come into its ring when certificates are issued.
 *
 * @param groups of the people; nobody where there is none
 * @param consent whose it is
 */
public record GatewayMode(Set<String> groups, Consent consent) {
  /** The gateway reads for nobody but whose key somebody hands in. */
  public static final GatewayMode NOBODY = new GatewayMode(Set.of(), Consent.PERSON);

  /** Who wants that the gateway reads a person's mail. */
  public enum Consent {
    /** The person, each time: a key comes in where the person's side seals it to the ring. */
    PERSON,
    /** The organisation: who is of the groups has no certificate without it. */
    ORGANIZATION
  }

  public GatewayMode {
    groups = Set.copyOf(groups);
  }

  static GatewayMode read(YamlMapping mail) throws YamlProblem {
    if (!mail.isGroup("gateway-mode")) {
      return NOBODY;
    }
    YamlMapping mode = mail.group("gateway-mode");
    mode.allow("groups", "consent");
    List<String> groups = mode.texts("groups");
    if (groups.isEmpty()) {
      throw new YamlProblem(
          mode.place(), "gateway-mode names no group", "add 'groups: [gateway]', or take it out");
    }
    return new GatewayMode(
        Set.copyOf(groups), mode.optional("consent", GatewayMode::consent).orElse(Consent.PERSON));
  }

  private static Consent consent(String word) {
    return switch (word) {
      case "person" -> Consent.PERSON;
      case "organization" -> Consent.ORGANIZATION;
      default -> throw new IllegalArgumentException("'" + word + "' is not person or organization");
    };
  }

  /** The line as it stands in the file; nothing where nobody is in it. */
  String text() {
    return groups.isEmpty()
        ? ""
        : "\n  gateway-mode: { groups: "
            + new TreeSet<>(groups)
                .stream().map(one -> '"' + one + '"').collect(Collectors.joining(", ", "[", "]"))
            + ", consent: "
            + consent.name().toLowerCase(Locale.ROOT)
            + " }";
  }
}
