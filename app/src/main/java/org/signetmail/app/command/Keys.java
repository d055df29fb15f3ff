package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.SigningIdentity;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The person's own keys, from PKCS#12 or PEM files. */
final class Keys {
  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "PKCS#12, or PEM with key and certificates; may be repeated.")
  private List<Path> files = new ArrayList<>();

  @Mixin private Password password = new Password();

  /** The one identity to sign as: the first of the files that may sign. */
  SigningIdentity signer() throws IOException {
    for (Path file : files) {
      List<SigningIdentity> identities = read(file).signing();
      if (!identities.isEmpty()) {
        return identities.getFirst();
      }
    }
    throw new Failure(
        ExitCode.UNREADABLE,
        files.getFirst()
            + ": holds no key whose certificate may sign (RFC 8550 §4.4.2);"
            + " give the file with your signing certificate");
  }

  /** Every identity that opens messages. */
  List<DecryptionIdentity> readers() throws IOException {
    List<DecryptionIdentity> readers = new ArrayList<>();
    for (Path file : files) {
      readers.addAll(read(file).decryption());
    }
    if (readers.isEmpty()) {
      throw new Failure(
          ExitCode.UNREADABLE,
          files.getFirst()
              + ": holds no key that can decrypt (RFC 8550 §4.4.2);"
              + " give the file with your encryption certificate");
    }
    return readers;
  }

  private KeyFile read(Path file) throws IOException {
    byte[] bytes = Input.smallFile(file, "a key");
    char[] given = password.given().orElse(new char[0]);
    try {
      return KeyFile.read(bytes, given, file.toString());
    } catch (KeyFile.Unreadable e) {
      boolean mayAsk = e.reason() == KeyFile.Unreadable.Reason.WRONG_PASSWORD && given.length == 0;
      if (!mayAsk) {
        throw e;
      }
      return KeyFile.read(bytes, password.obtain(file.toString()), file.toString());
    }
  }
}
