package org.signetmail.rollout;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.policy.JurisdictionTable;
import org.signetmail.policy.JurisdictionTable.Effect;
import org.signetmail.rollout.RolloutAnswers.Way;

/** What a plan says of policy, cryptography, certificates, and how people come to theirs. */
final class PracticeClaims {
  private static final int CRL_ENTRY =
      37; // octets: serial number, date, reason (RFC 5280 §5.1.2.6)
  private static final int CRL_FRAME = 600; // octets: the rest of a list, with its signature
  private static final int WORKING_DAYS = 5; // within which a wave enrols

  private final Inventory inventory;
  private final RolloutAnswers answers;
  private final SystemFacts system;

  PracticeClaims(Inventory inventory, RolloutAnswers answers, SystemFacts system) {
    this.inventory = inventory;
    this.answers = answers;
    this.system = system;
  }

  List<Claim> policies() {
    String inForce = "policy/" + system.policy().substring(0, 16);
    return List.of(
        Claim.of(
            RolloutFinding.POLICY_STAGE,
            "before",
            "sign and encrypt if-possible: nobody's mail is refused, and whoever enrols is"
                + " protected from then on",
            inForce),
        Claim.of(
            RolloutFinding.POLICY_STAGE,
            "a wave",
            "sign required from its groups once all of them are enrolled ('signet rollout status');"
                + " encrypt stays if-possible",
            inForce),
        Claim.of(
            RolloutFinding.POLICY_STAGE,
            "after the last wave",
            "encrypt required inside, and to partners with whom it was agreed ('signet rollout"
                + " readers' names who could not read)",
            inForce,
            inventory.sample().id()));
  }

  List<Claim> encryption() {
    long withoutAuthenvelope =
        inventory.users().entrySet().stream()
            .filter(e -> e.getKey().reason().contains("not yet AuthEnvelopedData"))
            .mapToInt(Map.Entry::getValue)
            .sum();
    List<Claim> claims = new ArrayList<>();
    claims.add(
        Claim.of(
            RolloutFinding.ENCRYPTION_CHOICE,
            "content",
            "profile auto: AES-256-GCM in AuthEnvelopedData where the reader is known to open it,"
                + " else AES-256-CBC around a signature; "
                + withoutAuthenvelope
                + " people read with a program that needs the latter",
            inventory.sample().id()));
    claims.add(
        Claim.of(
            RolloutFinding.ENCRYPTION_CHOICE,
            "keys",
            "people sign with ECDSA P-256 and read with RSA-3072: what every mail program in use"
                + " opens; the archive's officers have ML-KEM besides",
            "system/profiles"));
    for (String place : answers.places()) {
      claims.add(place(place));
    }
    return claims;
  }

  private Claim place(String place) {
    String answer = "answer/places/" + place;
    if (system.laws().isEmpty()) {
      return Claim.of(
          RolloutFinding.PLACE_UNKNOWN,
          place,
          "no jurisdiction table is in force: nobody says what may be exported or used there",
          answer);
    }
    JurisdictionTable table = system.laws().get();
    List<JurisdictionTable.PlaceRule> rules = table.rules(place, inventory.at());
    if (rules.isEmpty()) {
      return Claim.of(
          RolloutFinding.PLACE_UNKNOWN,
          place,
          "jurisdiction table " + table.version() + " has no rule in force for it: mail is held",
          answer,
          "law/" + table.version());
    }
    boolean limited = rules.stream().anyMatch(rule -> rule.effect() != Effect.ALLOW);
    return Claim.of(
        limited ? RolloutFinding.PLACE_LIMITED : RolloutFinding.PLACE_RULED,
        place,
        String.join("; ", rules.stream().map(JurisdictionTable.PlaceRule::text).toList()),
        answer,
        "law/" + table.version());
  }

  /**
   * @param largestWave people in it
   */
  List<Claim> services(int largestWave) {
    int people = inventory.members().size();
    double years = system.certificateLife().toDays() / 365.25;
    long certificates = 2L * people;
    long yearly = Math.round(certificates / years);
    long revoked = Math.round(certificates * answers.leavingPercent() / 100.0 * years);
    List<Claim> claims = new ArrayList<>();
    claims.add(
        Claim.of(
            RolloutFinding.SERVICE_SIZE,
            "certificates",
            "%d at once, two for each of %d people, and %d a year to renew, for they count %d days"
                .formatted(certificates, people, yearly, system.certificateLife().toDays()),
            "people/all",
            "system/certificates"));
    claims.add(
        Claim.of(
            RolloutFinding.SERVICE_SIZE,
            "busiest day",
            "%d certificates and %d archived keys, when the largest wave enrols within %d days"
                .formatted(
                    Math.ceilDiv(2 * largestWave, WORKING_DAYS),
                    Math.ceilDiv(largestWave, WORKING_DAYS),
                    WORKING_DAYS),
            "people/all"));
    claims.add(
        Claim.of(
            RolloutFinding.SERVICE_SIZE,
            "revocation list",
            "about %d octets with %d entries, when %d of 100 people leave in a year; one every %d"
                    .formatted(
                        CRL_FRAME + CRL_ENTRY * revoked,
                        revoked,
                        answers.leavingPercent(),
                        system.crlValidity().toDays())
                + " days",
            "answer/leaving-percent",
            "system/certificates"));
    elsewhere(claims);
    return claims;
  }

  /** Certificates of our people from other authorities, by authority. */
  private void elsewhere(List<Claim> claims) {
    SortedMap<String, List<FoundCertificate>> byIssuer = new TreeMap<>();
    for (FoundCertificate one : inventory.certificates()) {
      boolean isOurs = one.owners().stream().anyMatch(o -> system.domains().contains(o.domain()));
      if (isOurs && one.origin() == FoundCertificate.Origin.SAMPLE) {
        byIssuer.computeIfAbsent(one.issuer(), _ -> new ArrayList<>()).add(one);
      }
    }
    byIssuer.forEach((issuer, found) -> {
      long ended = found.stream().filter(one -> one.until().isBefore(inventory.at())).count();
      String first =
          found.stream()
              .map(FoundCertificate::until)
              .filter(until -> !until.isBefore(inventory.at()))
              .findFirst()
              .map(until -> ", the first of the others ends " + day(until))
              .orElse("");
      claims.add(
          Claim.of(
              RolloutFinding.CERTIFICATES_ELSEWHERE,
              issuer,
              "issued %d certificates of our people, %d of which have ended"
                      .formatted(found.size(), ended)
                  + first,
              found.stream().map(FoundCertificate::id).toList()));
    });
  }

  List<Claim> enrolment(List<Inventory.Group> groups) {
    List<Claim> claims = new ArrayList<>();
    for (Inventory.Group group : groups) {
      boolean said = answers.of(group.name()).enrolment().isPresent();
      int replace = group.fitness().getOrDefault(MailProgram.Fitness.REPLACE, 0);
      String why =
          said
              ? "as rollout.yaml says"
              : replace > 0
                  ? replace + " of " + group.members() + " read in a program without S/MIME"
                  : "their mail programs take key files";
      claims.add(
          Claim.of(
              RolloutFinding.ENROLMENT_WAY,
              group.name(),
              described(way(group, answers)) + ": " + why,
              said ? List.of(group.id(), "answer/groups/" + group.name()) : List.of(group.id())));
    }
    return claims;
  }

  /** What is best for a group, unless the organisation says otherwise. */
  static Way way(Inventory.Group group, RolloutAnswers answers) {
    int replace = group.fitness().getOrDefault(MailProgram.Fitness.REPLACE, 0);
    return answers
        .of(group.name())
        .enrolment()
        .orElse(2 * replace > group.members() ? Way.GATEWAY : Way.PORTAL);
  }

  private static String described(Way way) {
    return switch (way) {
      case PORTAL -> "by the portal, with keys made in the browser";
      case GATEWAY -> "gateway mode: the gateway signs and opens for them";
      case DEVICE -> "on their own machines, by command or protocol";
    };
  }

  static String day(Instant at) {
    return at.truncatedTo(ChronoUnit.DAYS).atZone(ZoneOffset.UTC).toLocalDate().toString();
  }
}
