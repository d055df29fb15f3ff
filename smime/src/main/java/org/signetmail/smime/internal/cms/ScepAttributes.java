package org.signetmail.smime.internal.cms;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;

/** The signed attributes of SCEP (RFC 8894 §3.2.1). */
public final class ScepAttributes {
  private static final String VERISIGN = "2.16.840.1.113733.1.9.";
  public static final String MESSAGE_TYPE = VERISIGN + "2";
  public static final String PKI_STATUS = VERISIGN + "3";
  public static final String FAIL_INFO = VERISIGN + "4";
  public static final String SENDER_NONCE = VERISIGN + "5";
  public static final String RECIPIENT_NONCE = VERISIGN + "6";
  public static final String TRANSACTION_ID = VERISIGN + "7";

  /** {@code id-scep-failInfoText}. */
  public static final String FAIL_INFO_TEXT = "1.3.6.1.5.5.7.24.1";

  private static final int PRINTABLE_STRING = 0x13;
  private static final int UTF8_STRING = 0x0c;

  private ScepAttributes() {}

  /**
   * A text that must be there.
   *
   * @param most its characters
   */
  public static String text(SignedAttributes attributes, String oid, int most)
      throws Asn1Exception {
    Der value = required(attributes, oid);
    if (!value.is(PRINTABLE_STRING) && !value.is(UTF8_STRING)) {
      throw new Asn1Exception("an attribute that is no text");
    }
    byte[] content = value.content();
    if (content.length == 0 || content.length > most) {
      throw new Asn1Exception("an attribute of " + content.length + " characters");
    }
    for (byte octet : content) {
      if (octet < 0x20 || octet == 0x7f) {
        throw new Asn1Exception("an attribute that is no text");
      }
    }
    return new String(content, StandardCharsets.US_ASCII);
  }

  /** Octets that must be there, at most so many. */
  public static byte[] octets(SignedAttributes attributes, String oid, int most)
      throws Asn1Exception {
    byte[] content = required(attributes, oid).expect(Asn1.OCTET_STRING).octets();
    if (content.length == 0 || content.length > most) {
      throw new Asn1Exception("a nonce of " + content.length + " octets");
    }
    return content;
  }

  private static Der required(SignedAttributes attributes, String oid) throws Asn1Exception {
    Optional<Der> value = attributes.one(oid);
    return value.orElseThrow(() -> new Asn1Exception("a message without attribute " + oid));
  }

  /** A text as an attribute. */
  public static byte[] ofText(String oid, String text) {
    return SignedAttributes.attribute(
        oid, Asn1.tlv(PRINTABLE_STRING, text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A text in any language as an attribute. */
  public static byte[] ofWords(String oid, String text) {
    return SignedAttributes.attribute(
        oid, Asn1.tlv(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Octets as an attribute. */
  public static byte[] ofOctets(String oid, byte[] octets) {
    return SignedAttributes.attribute(oid, Asn1.octets(octets));
  }
}
