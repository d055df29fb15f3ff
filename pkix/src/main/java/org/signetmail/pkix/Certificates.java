package org.signetmail.pkix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.internal.FileKind;
import org.signetmail.pkix.internal.Pem;
import org.signetmail.pkix.internal.Pkcs7;

/**
 * Reads certificates and revocation lists as people have them: PEM (RFC 7468; several, among other
 * blocks), DER, and PKCS#7 certs-only (RFC 5652 §5, {@code .p7b}).
 */
public final class Certificates {
  private static final int MOST = 1000;

  private Certificates() {}

  /**
   * The certificates in a file, in its order; never none.
   *
   * @param name what to call the file in an error
   * @throws IOException in one clear line: name, what is wrong, what to do
   */
  public static List<Certificate> read(byte[] bytes, String name) throws IOException {
    try {
      List<Certificate> found = Pem.isPem(bytes) ? ofPem(bytes) : ofDer(bytes);
      if (found.isEmpty()) {
        throw new IOException(FileKind.of(bytes).wanted("a certificate"));
      }
      return List.copyOf(found);
    } catch (IOException e) {
      throw new IOException(line(name, e), e);
    }
  }

  /**
   * The CRLs (RFC 5280 §5) in a file, as DER, in its order; never none.
   *
   * @param name what to call the file in an error
   * @throws IOException in one clear line: name, what is wrong, what to do
   */
  public static List<byte[]> readCrls(byte[] bytes, String name) throws IOException {
    return read(bytes, name, FileKind.REVOCATION_LIST, "X509 CRL", "a revocation list");
  }

  /**
   * The OCSP responses (RFC 6960 §4.2.1) in a file, as DER, in its order; never none.
   *
   * @param name what to call the file in an error
   * @throws IOException in one clear line: name, what is wrong, what to do
   */
  public static List<byte[]> readOcspResponses(byte[] bytes, String name) throws IOException {
    return read(bytes, name, FileKind.OCSP_RESPONSE, "OCSP RESPONSE", "an OCSP response");
  }

  private static List<byte[]> read(
      byte[] bytes, String name, FileKind wanted, String pemType, String words) throws IOException {
    try {
      List<byte[]> found = new ArrayList<>();
      if (Pem.isPem(bytes)) {
        for (Pem.Block block : Pem.read(bytes)) {
          if (block.type().equals(pemType)) {
            found.add(block.bytes());
          }
        }
      } else {
        found.add(bytes.clone());
      }
      for (byte[] der : found) {
        FileKind kind = FileKind.of(der);
        if (kind != wanted) {
          throw new IOException(kind.wanted(words));
        }
      }
      if (found.isEmpty()) {
        throw new IOException(FileKind.of(bytes).wanted(words));
      }
      return List.copyOf(found);
    } catch (IOException e) {
      throw new IOException(line(name, e), e);
    }
  }

  private static List<Certificate> ofPem(byte[] bytes) throws IOException {
    List<Certificate> found = new ArrayList<>();
    for (Pem.Block block : Pem.read(bytes)) {
      switch (block.type()) {
        case "CERTIFICATE", "X509 CERTIFICATE" -> add(found, block.bytes());
        case "PKCS7", "CMS" -> addAll(found, block.bytes());
        default -> {}
      }
    }
    return found;
  }

  private static List<Certificate> ofDer(byte[] bytes) throws IOException {
    List<Certificate> found = new ArrayList<>();
    switch (FileKind.of(bytes)) {
      case CERTIFICATE -> add(found, bytes);
      case SIGNED_DATA -> addAll(found, bytes);
      default -> {}
    }
    return found;
  }

  private static void addAll(List<Certificate> found, byte[] signedData) throws IOException {
    for (byte[] der : Pkcs7.certificates(signedData)) {
      add(found, der);
    }
  }

  private static void add(List<Certificate> found, byte[] der) throws IOException {
    if (found.size() == MOST) {
      throw new IOException("holds more than the " + MOST + " certificates that are read");
    }
    found.add(Certificate.of(der));
  }

  private static String line(String name, IOException e) {
    String what = String.valueOf(e.getMessage());
    return name + ": " + what + (what.contains("; ") ? "" : "; give a file in PEM or DER");
  }
}
