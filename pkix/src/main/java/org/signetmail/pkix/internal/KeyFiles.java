package org.signetmail.pkix.internal;

import java.io.IOException;
import java.util.List;
import org.signetmail.pkix.KeyFile;

/** Reads a key file of whichever form into a {@link KeyBag}, and says why when it cannot. */
public final class KeyFiles {
  private static final int LARGEST = 10 << 20; // octets

  private KeyFiles() {}

  public static KeyBag read(byte[] bytes, char[] password, String name) throws KeyFile.Unreadable {
    FileKind kind = FileKind.of(bytes);
    if (bytes.length > LARGEST) {
      throw unreadable(
          KeyFile.Unreadable.Reason.NOT_A_KEY_FILE,
          name,
          "is larger than the " + (LARGEST >> 20) + " MiB of a key file; give PKCS#12 or PEM");
    }
    try {
      if (Pem.isPem(bytes)) {
        return PemKeys.read(bytes, password);
      }
      return switch (kind) {
        case PKCS12 -> Pkcs12Reader.read(bytes, password);
        case PRIVATE_KEY, ENCRYPTED_PRIVATE_KEY ->
            new KeyBag(List.of(PemKeys.ofDer(bytes, password)), List.of());
        case CERTIFICATE -> new KeyBag(List.of(), List.of(bytes));
        case SIGNED_DATA -> new KeyBag(List.of(), Pkcs7.certificates(bytes));
        default ->
            throw unreadable(KeyFile.Unreadable.Reason.NOT_A_KEY_FILE, name, notAKeyFile(kind));
      };
    } catch (KeyFile.Unreadable e) {
      throw e;
    } catch (PasswordBasedEncryption.WrongPassword e) {
      throw unreadable(
          KeyFile.Unreadable.Reason.WRONG_PASSWORD,
          name,
          "does not open with this password (RFC 7292 §4, RFC 5958 §3); give its own password");
    } catch (IOException e) {
      throw unsupported(name, e);
    }
  }

  public static KeyFile.Unreadable unsupported(String name, IOException e) {
    String what = String.valueOf(e.getMessage());
    return unreadable(
        KeyFile.Unreadable.Reason.UNSUPPORTED,
        name,
        what + (what.contains("; ") ? "" : "; export it again as PKCS#12 with AES-256"));
  }

  public static KeyFile.Unreadable unreadable(
      KeyFile.Unreadable.Reason reason, String name, String what) {
    return new KeyFile.Unreadable(reason, name + ": " + what);
  }

  private static String notAKeyFile(FileKind kind) {
    return kind == FileKind.EMPTY
        ? "is empty; give a key as PKCS#12 or PEM"
        : "is not a key file (RFC 7292, RFC 5958); give a key as PKCS#12 or PEM";
  }
}
