package org.signetmail.smime.internal.cms;

import java.io.IOException;
import java.io.InputStream;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.BerReader;

/** The outermost structure of CMS: what kind of content follows (RFC 5652 §3). */
public final class ContentInfo {
  private final BerReader ber;
  private final String type;

  private ContentInfo(BerReader ber, String type) {
    this.ber = ber;
    this.type = type;
  }

  /** Reads the type; the content is still in the stream. */
  public static ContentInfo of(InputStream in) throws IOException {
    BerReader ber = new BerReader(in);
    ber.enter(Asn1.SEQUENCE);
    return new ContentInfo(ber, ber.element(Asn1.OID, 64).oid());
  }

  /** Object identifier of the content type. */
  public String type() {
    return type;
  }

  public EnvelopeReader envelope(int maxRecipients) throws IOException {
    return new EnvelopeReader(ber, type, maxRecipients);
  }

  public BerReader content() {
    return ber;
  }
}
