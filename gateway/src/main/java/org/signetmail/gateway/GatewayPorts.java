package org.signetmail.gateway;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.signetmail.directory.CertificateDirectory;
import org.signetmail.policy.Policy;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.Spool;

/**
 * Everything a gateway works with.
 *
 * @param policy the one of now: a running gateway takes up another when this gives another
 */
public record GatewayPorts(
    Supplier<Policy> policy,
    Signatures signatures,
    CertificateDirectory directory,
    NextHop nextHop,
    DeliveryJournal journal,
    Spool spool,
    SecureRandom random,
    InstantSource clock,
    Extras extras) {

  /**
   * What a gateway can do without.
   *
   * @param record where decisions under a jurisdiction table are kept
   * @param judge says what the signatures of mail from outside come to
   * @param harvester takes in what correspondents send along with signed mail from outside
   * @param keyRing what mail from outside is opened with
   * @param passwords for those who have no certificate; where there are none, nothing goes under a
   *     password
   * @param sightings hears how people's mail went
   * @param primitives which implementations make signatures and ciphertexts
   */
  public record Extras(
      GatewayEvents events,
      Affiliations affiliations,
      Readers readers,
      Primitives primitives,
      DecisionRecord record,
      Judge judge,
      Harvester harvester,
      KeyRing keyRing,
      Optional<FormPasswords> passwords,
      MailSightings sightings) {
    /** No listeners, no affiliations, nothing known of readers, the platform's own primitives. */
    public static final Extras NONE =
        new Extras(
            GatewayEvents.NONE,
            Affiliations.NONE,
            Readers.UNKNOWN,
            Primitives.standard(),
            DecisionRecord.NONE,
            Judge.NONE,
            Harvester.NONE,
            KeyRing.EMPTY,
            Optional.empty(),
            MailSightings.NONE);
  }

  /** The same, for mail that goes elsewhere. */
  public GatewayPorts to(NextHop other) {
    return new GatewayPorts(
        policy, signatures, directory, other, journal, spool, random, clock, extras);
  }

  GatewayEvents events() {
    return extras.events();
  }
}
