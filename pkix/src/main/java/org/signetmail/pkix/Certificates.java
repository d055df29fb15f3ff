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
   * The CRLs (RFC 5280 §5) in a file, in its order; never none.
   *
   * @param name what to call the file in an error
   * @throws IOException in one clear line: name, what is wrong, what to do
   */
  public static List<CertificateList> readCrls(byte[] bytes, String name) throws IOException {
    Wanted<CertificateList> wanted =
        new Wanted<>(
            FileKind.REVOCATION_LIST, "X509 CRL", "a revocation list", CertificateList::of);
    return read(bytes, name, wanted);
  }

  /**
   * The OCSP responses (RFC 6960 §4.2.1) in a file, in its order; never none.
   *
   * @param name what to call the file in an error
   * @throws IOException in one clear line: name, what is wrong, what to do
   */
  public static List<OcspResponse> readOcspResponses(byte[] bytes, String name) throws IOException {
    Wanted<OcspResponse> wanted =
        new Wanted<>(FileKind.OCSP_RESPONSE, "OCSP RESPONSE", "an OCSP response", OcspResponse::of);
    return read(bytes, name, wanted);
  }

  /** SignedData without signers that carries certificates (RFC 5652 §5; {@code .p7c}), as DER. */
  public static byte[] certsOnly(List<Certificate> certificates) {
    return Pkcs7.certsOnly(certificates.stream().map(Certificate::encoded).toList());
  }

  private interface Parser<T> {
    T of(byte[] der) throws IOException;
  }

  private record Wanted<T>(FileKind kind, String pemType, String words, Parser<T> parser) {}

  private static <T> List<T> read(byte[] bytes, String name, Wanted<T> wanted) throws IOException {
    try {
      List<byte[]> ders = new ArrayList<>();
      if (Pem.isPem(bytes)) {
        for (Pem.Block block : Pem.read(bytes)) {
          if (block.type().equals(wanted.pemType())) {
            ders.add(block.bytes());
          }
        }
      } else {
        ders.add(bytes);
      }
      List<T> found = new ArrayList<>();
      for (byte[] der : ders) {
        found.add(parse(der, wanted));
      }
      if (found.isEmpty()) {
        throw new IOException(FileKind.of(bytes).wanted(wanted.words()));
      }
      return List.copyOf(found);
    } catch (IOException e) {
      throw new IOException(line(name, e), e);
    }
  }

  /** What a file is instead is asked last: large ones are read once. */
  private static <T> T parse(byte[] der, Wanted<T> wanted) throws IOException {
    try {
      return wanted.parser().of(der);
    } catch (IOException e) {
      FileKind kind = FileKind.of(der);
      throw kind == wanted.kind() ? e : new IOException(kind.wanted(wanted.words()), e);
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
