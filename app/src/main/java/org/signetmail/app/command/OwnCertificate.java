package org.signetmail.app.command;

import java.math.BigInteger;
import java.util.List;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.CertificateStore.Listed;

/** A certificate that this organisation issued, found by its serial number. */
final class OwnCertificate {
  private OwnCertificate() {}

  /** The one with this serial, in hexadecimal with or without colons. */
  static Listed bySerial(Organization organization, String serial) {
    String digits = serial.replace(":", "");
    if (!digits.matches("[0-9a-fA-F]{1,40}")) {
      throw Failure.usage(
          serial
              + ": is not a serial number (RFC 5280 §4.1.2.2);"
              + " write up to 40 hexadecimal digits, as 'signet cert list' shows them");
    }
    List<Listed> found = organization.store().certificates().ofSerial(new BigInteger(digits, 16));
    if (found.isEmpty()) {
      throw unknown(serial);
    }
    return found.getFirst();
  }

  static Failure unknown(String serial) {
    return new Failure(
        ExitCode.FAILED,
        serial + ": is no certificate of ours; 'signet cert list' shows which there are");
  }
}
