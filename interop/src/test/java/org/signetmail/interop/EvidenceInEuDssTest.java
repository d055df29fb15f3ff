package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.simplereport.SimpleReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.LongTermReading;
import org.signetmail.smime.LongTermReading.Level;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;

/** Evidence that we made, in the European Commission's DSS, and theirs in ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EvidenceInEuDssTest {
  /** Theirs compares some times with the clock of the machine. */
  private final Instant start =
      Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(50));

  private final Instant made = start.plusSeconds(60);
  private final Map<KeyAlgorithm, EvidenceHouse> houses = new EnumMap<>(KeyAlgorithm.class);

  /** How status is known. */
  enum Status {
    CRL,
    OCSP
  }

  @ParameterizedTest
  @CsvSource({
    "P_256, MULTIPART_SIGNED, CRL", "P_256, OPAQUE, OCSP",
    "RSA_3072, MULTIPART_SIGNED, OCSP", "RSA_3072, OPAQUE, CRL"
  })
  void theyFindOurLevelsAndPassThemBeforeAndAfterRenewal(
      KeyAlgorithm algorithm, Form form, Status status) throws Exception {
    EvidenceHouse house = house(algorithm);
    requirePassed(
        house, make(house, form, Level.LT, status), SignatureLevel.CAdES_BASELINE_LT, made);
    byte[] evidence = make(house, form, Level.LTA, status);
    requirePassed(house, evidence, SignatureLevel.CAdES_BASELINE_LTA, made);
    Instant yearLater = start.plus(Duration.ofDays(365));
    requirePassed(house, evidence, SignatureLevel.CAdES_BASELINE_LTA, yearLater);
    byte[] renewed = house.renewed(evidence, yearLater);
    requirePassed(
        house, renewed, SignatureLevel.CAdES_BASELINE_LTA, start.plus(Duration.ofDays(3 * 365)));
    byte[] again = house.renewed(renewed, start.plus(Duration.ofDays(4 * 365)));
    requirePassed(
        house, again, SignatureLevel.CAdES_BASELINE_LTA, start.plus(Duration.ofDays(5 * 365)));
  }

  @Test
  void neitherPassesWhatWasChanged() throws Exception {
    EvidenceHouse house = house(KeyAlgorithm.P_256);
    byte[] evidence = make(house, Form.OPAQUE, Level.LTA, Status.CRL);
    String text = new String(evidence, StandardCharsets.ISO_8859_1);
    byte[] changed = text.replace("We agree.", "We refuse").getBytes(StandardCharsets.ISO_8859_1);
    assertNotEquals(
        Indication.TOTAL_PASSED,
        indication(EuDss.validate(changed, house.roots(), made.plusSeconds(1))));
    assertInstanceOf(Verdict.Failed.class, house.check(changed, made.plusSeconds(1)).verdict());
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"P_256", "RSA_3072"})
  void wePassTheirsAndRenewIt(KeyAlgorithm algorithm) throws Exception {
    EvidenceHouse house = house(algorithm);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    byte[] theirs =
        EuDss.archive(
            "Content-Type: text/plain\r\n\r\nWe agree.\r\n".getBytes(StandardCharsets.US_ASCII),
            house.alice,
            algorithm == KeyAlgorithm.P_256
                ? SignatureAlgorithm.ECDSA_SHA256
                : SignatureAlgorithm.RSA_SHA256,
            house.roots(),
            List.of(house.peopleList(now), house.timeList(now)),
            house.stamping(now));

    LongTermReading reading = house.check(theirs, start.plus(Duration.ofDays(365)));
    assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.findings().toString());
    assertEquals(Level.LTA, reading.level());

    byte[] renewed = house.renewed(theirs, start.plus(Duration.ofDays(365)));
    Instant later = start.plus(Duration.ofDays(2 * 365));
    assertInstanceOf(Verdict.Passed.class, house.check(renewed, later).verdict());
    requirePassed(house, renewed, SignatureLevel.CAdES_BASELINE_LTA, later);
  }

  private static void requirePassed(
      EvidenceHouse house, byte[] evidence, SignatureLevel level, Instant at) throws Exception {
    LongTermReading reading = house.check(evidence, at);
    assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.findings().toString());
    SimpleReport report = EuDss.validate(evidence, house.roots(), at.plusSeconds(1));
    String id = report.getFirstSignatureId();
    assertEquals(level, report.getSignatureFormat(id));
    assertEquals(
        Indication.TOTAL_PASSED,
        indication(report),
        () ->
            report.getSubIndication(id)
                + ": "
                + report.getAdESValidationErrors(id).stream().map(Object::toString).toList()
                + report.getSignatureTimestamps(id).stream()
                    .map(stamp ->
                        stamp.getProductionTime()
                            + " "
                            + stamp.getIndication()
                            + " "
                            + stamp.getSubIndication())
                    .toList());
  }

  private static Indication indication(SimpleReport report) {
    return report.getIndication(report.getFirstSignatureId());
  }

  private byte[] make(EvidenceHouse house, Form form, Level level, Status status) throws Exception {
    RevocationEvidence evidence =
        switch (status) {
          case CRL ->
              RevocationEvidence.of(
                  List.of(house.peopleList(made), house.timeList(made)), List.of());
          case OCSP ->
              RevocationEvidence.of(List.of(house.timeList(made)), List.of(house.response(made)));
        };
    return EvidenceHouse.bytes(
        house
            .maker(made, evidence)
            .make(Octets.of(house.signed(form)), level, Spool.standard(), made));
  }

  private EvidenceHouse house(KeyAlgorithm algorithm) {
    return houses.computeIfAbsent(algorithm, one -> new EvidenceHouse(one, start));
  }
}
