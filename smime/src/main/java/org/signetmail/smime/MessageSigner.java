package org.signetmail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import org.signetmail.pkix.SigningIdentity;

/** Makes signed messages: multipart/signed or opaque signed-data (RFC 8551 §3.5), streaming. Thread-safe. */
public final class MessageSigner {
  public enum Form { MULTIPART_SIGNED, OPAQUE }
  public enum HeaderProtection { ON, OFF }
  public record Options(Form form, HeaderProtection headerProtection, CryptoProfile profile) {
    public static Options standard() { throw new UnsupportedOperationException("STUB"); }
  }
  public MessageSigner(SigningIdentity identity, Options options) {}
  /** Reads a whole RFC 5322 message, writes the signed one with CRLF line ends. Malformed input → MalformedMessage. */
  public void sign(Octets message, Instant signingTime, SecureRandom random, OutputStream out) throws IOException { throw new UnsupportedOperationException("STUB"); }
}
