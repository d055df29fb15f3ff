package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.Organization.Person;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SecretAccess;

/** A station's key opens with both custodians' keys, and with nothing less. */
class StationFileTest {
  private final Organization organization = new Organization();
  private final Person ann = organization.person("ann@example.test");
  private final Person ben = organization.person("ben@example.test");
  private final EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_384, organization.random);
  private final Certificate certificate =
      organization.station(key.publicKey(), "ann@example.test", "ben@example.test");
  private final StationFile file =
      StationFile.make(
          key, ann.encryption().certificate(), ben.encryption().certificate(), organization.random);

  @Test
  void bothTogetherOpenItInAnyOrder() throws MalformedDocument {
    for (List<DecryptionIdentity> both :
        List.of(
            List.of(ann.encryption(), ben.encryption()),
            List.of(ben.encryption(), ann.encryption()))) {
      StationFile.Outcome outcome = StationFile.of(file.encoded()).open(both, certificate);
      DecryptionIdentity station =
          assertInstanceOf(StationFile.Outcome.Opened.class, outcome, outcome.toString()).station();
      assertArrayEquals(
          KeyPairs.pkcs8(key, SecretAccess.TOKEN),
          KeyPairs.pkcs8((EncryptionKey) station.key(), SecretAccess.TOKEN));
    }
  }

  @Test
  void oneAloneOpensNothing() {
    Person eve = organization.person("eve@example.test");
    refused(file, List.of(ann.encryption()));
    refused(file, List.of(ben.encryption()));
    refused(file, List.of(ann.encryption(), ann.encryption()));
    refused(file, List.of(ann.encryption(), eve.encryption()));
    refused(file, List.of());
  }

  @Test
  void oneHalfTwiceOpensNothing() {
    StationFile.Half own = file.halves().getFirst();
    StationFile twice =
        new StationFile(file.subjectPublicKeyInfo(), file.sealedKey(), List.of(own, own));
    refused(twice, List.of(ann.encryption()));
  }

  @Test
  void halvesOfTwoStationsDoNotMix() {
    EncryptionKey other = KeyPairs.encryption(KeyAlgorithm.P_384, organization.random);
    StationFile another =
        StationFile.make(
            other,
            ann.encryption().certificate(),
            ben.encryption().certificate(),
            organization.random);
    StationFile mixed =
        new StationFile(
            file.subjectPublicKeyInfo(),
            file.sealedKey(),
            List.of(file.halves().get(0), another.halves().get(1)));
    refused(mixed, List.of(ann.encryption(), ben.encryption()));
    refused(
        new StationFile(file.subjectPublicKeyInfo(), another.sealedKey(), file.halves()),
        List.of(ann.encryption(), ben.encryption()));
  }

  @Test
  void aCertificateOfAnotherKeyIsRefused() {
    StationFile.Outcome outcome =
        file.open(List.of(ann.encryption(), ben.encryption()), ann.encryption().certificate());
    assertInstanceOf(StationFile.Outcome.Refused.class, outcome);
  }

  @Test
  void twoCustodiansAreTwoPersonsWithAKeyEach() {
    Person annAgain = organization.person("ann@example.test");
    for (Person same : List.of(ann, annAgain)) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              StationFile.make(
                  key,
                  ann.encryption().certificate(),
                  same.encryption().certificate(),
                  organization.random));
    }
  }

  @Test
  void noHalfIsSealedToAnOfficersCertificate() {
    for (Person officer :
        List.of(
            organization.officer("olga@example.test"),
            organization.classicalOfficer("olga@example.test"))) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              StationFile.make(
                  key,
                  ann.encryption().certificate(),
                  officer.encryption().certificate(),
                  organization.random));
    }
  }

  @Test
  void aCertificateThatNamesOtherCustodiansIsRefused() {
    StationFile.Outcome outcome =
        file.open(
            List.of(ann.encryption(), ben.encryption()),
            organization.station(key.publicKey(), "ann@example.test", "eve@example.test"));
    assertInstanceOf(StationFile.Outcome.Refused.class, outcome);
  }

  @Test
  void aFileThatIsCutIsRefusedInOneLine() {
    byte[] whole = file.encoded();
    for (int length = 0; length < whole.length; length += 53) {
      byte[] cut = Arrays.copyOf(whole, length);
      var problem = assertThrows(MalformedDocument.class, () -> StationFile.of(cut));
      assertEquals(1, String.valueOf(problem.getMessage()).lines().count());
    }
  }

  private void refused(StationFile station, List<DecryptionIdentity> custodians) {
    StationFile.Outcome outcome = station.open(custodians, certificate);
    assertEquals(
        ArchiveFinding.STATION_UNREADABLE,
        assertInstanceOf(StationFile.Outcome.Refused.class, outcome).findings().getFirst().code());
  }
}
