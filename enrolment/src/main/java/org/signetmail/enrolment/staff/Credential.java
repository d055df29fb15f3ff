package org.signetmail.enrolment.staff;

import java.math.BigInteger;
import java.util.Base64;
import org.signetmail.pkix.KeyId;

/** With what somebody signed in; a session lasts no longer than it counts. */
public sealed interface Credential {
  /** As the store has it. */
  String text();

  /**
   * A passkey.
   *
   * @param id the credential's name in base64url
   */
  record OfPasskey(String id) implements Credential {
    private static final String KIND = "passkey";

    /** The one with this name. */
    public static OfPasskey of(byte[] id) {
      return new OfPasskey(Base64.getUrlEncoder().withoutPadding().encodeToString(id));
    }

    byte[] octets() {
      return Base64.getUrlDecoder().decode(id);
    }

    @Override
    public String text() {
      return KIND + " " + id;
    }
  }

  /** A TLS client certificate of ours. */
  record OfCertificate(KeyId issuer, BigInteger serial) implements Credential {
    private static final String KIND = "certificate";
    private static final int HEX = 16;

    @Override
    public String text() {
      return KIND + " " + issuer.hex() + " " + serial.toString(HEX);
    }
  }

  /** {@link #text}'s inverse. */
  static Credential parse(String text) {
    String[] words = text.split(" ", -1);
    return switch (words[0]) {
      case OfPasskey.KIND -> new OfPasskey(words[1]);
      case OfCertificate.KIND ->
          new OfCertificate(new KeyId(words[1]), new BigInteger(words[2], OfCertificate.HEX));
      default -> throw new IllegalArgumentException("credential '" + words[0] + "' is no kind");
    };
  }
}
