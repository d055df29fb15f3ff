package org.signetmail.archive.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.signetmail.archive.DocumentText;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.DetachedSignature;
import org.signetmail.smime.Verdict;

/**
 * A text with its signature below it, in one file that goes by mail or on a stick: the octets of
 * the text, then the detached CMS signature over exactly these (RFC 5652 §5) in PEM (RFC 7468 §9).
 *
 * <p>{@code openssl cms -verify -binary} checks it once the two parts are in two files.
 */
public record SignedText(byte[] text, byte[] signature) {
  private static final String BEGIN = "-----BEGIN CMS-----\n";
  private static final String END = "-----END CMS-----\n";
  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  public static SignedText sign(byte[] text, SigningIdentity signer, Instant at) {
    try {
      return new SignedText(
          text, DetachedSignature.sign(new ByteArrayInputStream(text), signer, at));
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be read", e);
    }
  }

  /** Splits a file of the given kind into text and signature, and proves neither. */
  public static SignedText of(String title, byte[] document) throws MalformedDocument {
    if (document.length > DocumentText.LARGEST) {
      throw new MalformedDocument(title + ": the file has " + document.length + " octets");
    }
    String all = new String(document, StandardCharsets.ISO_8859_1);
    int begin = all.indexOf("\n" + BEGIN);
    if (begin < 0 || !all.endsWith(END)) {
      throw new MalformedDocument(
          title + ": there is no signature at its end; give the file as it was made");
    }
    byte[] text = Arrays.copyOf(document, begin + 1);
    String pem = all.substring(begin + 1 + BEGIN.length(), all.length() - END.length());
    try {
      SignedText parsed = new SignedText(text, Base64.getMimeDecoder().decode(pem));
      if (Arrays.equals(parsed.encoded(), document)) {
        return parsed;
      }
      throw new MalformedDocument(title + ": its signature is written another way than PEM wants");
    } catch (IllegalArgumentException e) {
      throw new MalformedDocument(title + ": its signature is not base64", e);
    }
  }

  public byte[] encoded() {
    String pem = BEGIN + PEM.encodeToString(signature) + "\n" + END;
    byte[] tail = pem.getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(text, text.length + tail.length);
    System.arraycopy(tail, 0, all, text.length, tail.length);
    return all;
  }

  public Verdict verify(PathValidator.Context trust, Instant at) throws IOException {
    return DetachedSignature.verify(signature, new ByteArrayInputStream(text), trust, at);
  }

  /** SHA-256 of a document, in hexadecimal: what others name it by. */
  public static String digest(byte[] document) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
