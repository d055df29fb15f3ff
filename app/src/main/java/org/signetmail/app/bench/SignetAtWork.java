package org.signetmail.app.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.signetmail.app.bench.internal.Throwaway;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;

/**
 * Our library at work in this process, as the gateway has it: whole messages, headers protected.
 */
final class SignetAtWork {
  private static final CryptoProfile PROFILE = CryptoProfile.of(CryptoProfile.Name.COMPATIBLE);

  private final SecureRandom random = new SecureRandom();
  private final MessageSigner signer;
  private final MessageEncrypter encrypter;
  private final MessageReader reader;

  SignetAtWork(Throwaway person, Spool spool) throws IOException {
    List<Certificate> own = certificates(person.certificatePem());
    KeyFile keys =
        KeyFile.read(
            (person.keyPem() + person.certificatePem()).getBytes(StandardCharsets.US_ASCII),
            new char[0],
            "bench");
    PathValidator.Context trust =
        new PathValidator.Context(
            certificates(person.rootPem()),
            List.of(),
            RevocationEvidence.NONE,
            RevocationChecking.IF_AVAILABLE,
            PathValidator.PolicyInputs.ANY);
    MessageSigner.HeaderProtection protection = MessageSigner.HeaderProtection.ON;
    Primitives primitives = Primitives.standard();
    signer =
        new MessageSigner(
                keys.signing().getFirst(),
                new MessageSigner.Options(MessageSigner.Form.MULTIPART_SIGNED, protection, PROFILE))
            .using(primitives);
    encrypter =
        new MessageEncrypter(own, new MessageEncrypter.Options(protection, PROFILE))
            .using(primitives);
    reader =
        new MessageReader(keys.decryption(), trust, spool, MessageReader.Options.standard())
            .using(primitives);
  }

  private static List<Certificate> certificates(String pem) throws IOException {
    return Certificates.read(pem.getBytes(StandardCharsets.US_ASCII), "bench");
  }

  /** Does it once; a result that is not the right one is an error of ours. */
  void run(Work work, Octets input, OutputStream out) throws IOException {
    switch (work) {
      case SIGN -> signer.sign(input, Instant.now(), random, out);
      case ENCRYPT -> encrypter.encrypt(input, random, out);
      case VERIFY -> {
        try (Reading reading = reader.read(input, Instant.now())) {
          require(reading.verdict() instanceof Verdict.Passed, reading);
        }
      }
      case DECRYPT -> {
        try (Reading reading = reader.read(input, Instant.now())) {
          require(reading.opening().orElse(null) instanceof Opening.Opened, reading);
          reading.content().orElseThrow().writeTo(out);
        }
      }
    }
  }

  private static void require(boolean held, Reading reading) {
    if (!held) {
      throw new IllegalStateException("bench: " + reading.verdict() + " " + reading.findings());
    }
  }
}
