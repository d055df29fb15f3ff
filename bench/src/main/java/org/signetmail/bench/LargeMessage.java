package org.signetmail.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageProtector;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;

/**
 * One message that is far larger than the heap: signed and encrypted, then opened and verified, and
 * what comes out is what went in. Ends with a status other than 0 where it is not so.
 */
public final class LargeMessage {
  private static final int LINE = 57; // octets that make a line of base64
  private static final int LINES = 1 << 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private LargeMessage() {}

  /** Folder to work in, megabytes of message, profile. */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    Path folder = Path.of(arguments[0]);
    long bytes = Long.parseLong(arguments[1]) << 20;
    CryptoProfile profile = CryptoProfile.of(CryptoProfile.Name.ofWord(arguments[2]).orElseThrow());
    Path plain = folder.resolve("plain.eml");
    Path safe = folder.resolve("protected.eml");
    Path spooled = folder.resolve("spool");
    Spool spool = new Spool(spooled, 1 << 16, Long.MAX_VALUE);
    Correspondents people = Correspondents.make(RANDOM);
    try {
      byte[] sent = write(plain, bytes);
      say("message", Files.size(plain), () -> {});
      say("sign and encrypt", bytes, () -> protect(plain, safe, people, profile, spool));
      byte[][] received = new byte[1][];
      say("open and verify", bytes, () -> received[0] = read(safe, people, spool));
      if (!MessageDigest.isEqual(sent, received[0])) {
        throw new IOException("large message: came out as another than it went in");
      }
      try (var left = Files.list(spooled)) {
        if (left.findAny().isPresent()) {
          throw new IOException(spooled + ": holds files after the work is done");
        }
      }
    } finally {
      Files.deleteIfExists(plain);
      Files.deleteIfExists(safe);
      Files.deleteIfExists(spooled);
    }
  }

  private interface Work {
    void run() throws IOException, GeneralSecurityException;
  }

  private static void say(String what, long bytes, Work work)
      throws IOException, GeneralSecurityException {
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-18s %6d MB  %7.1f s  heap of at most %d MB%n",
        what,
        bytes >> 20,
        seconds,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  /** Returns the digest of the body. */
  private static byte[] write(Path file, long bytes) throws IOException, GeneralSecurityException {
    byte[] raw = new byte[LINE * LINES];
    RANDOM.nextBytes(raw);
    byte[] block = Base64.getMimeEncoder().encode(raw);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(
          """
          From: Alice <alice@example.test>
          To: Bob <bob@example.test>
          Subject: a large message
          MIME-Version: 1.0
          Content-Type: application/octet-stream
          Content-Transfer-Encoding: base64

          """
              .replace("\n", "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      OutputStream body = new DigestOutputStream(out, digest);
      for (long written = 0; written < bytes; written += block.length) {
        body.write(block);
        body.write('\r');
        body.write('\n');
      }
      body.flush();
    }
    return digest.digest();
  }

  private static void protect(
      Path plain, Path safe, Correspondents people, CryptoProfile profile, Spool spool)
      throws IOException {
    MessageSigner signer =
        new MessageSigner(
                people.alice(),
                new MessageSigner.Options(
                    MessageSigner.Form.MULTIPART_SIGNED,
                    MessageSigner.HeaderProtection.ON,
                    profile))
            .using(spool);
    MessageEncrypter encrypter =
        new MessageEncrypter(
                List.of(people.bob().certificate()),
                new MessageEncrypter.Options(MessageSigner.HeaderProtection.ON, profile))
            .using(spool);
    try (InputStream in = Files.newInputStream(plain);
        Octets message = spool.keep(in);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(safe))) {
      new MessageProtector(signer, encrypter).protect(message, Instant.now(), RANDOM, out);
    }
  }

  /** Returns the digest of the body of what was opened. */
  private static byte[] read(Path safe, Correspondents people, Spool spool)
      throws IOException, GeneralSecurityException {
    PathValidator.Context trust =
        new PathValidator.Context(
            List.of(people.root()),
            List.of(),
            RevocationEvidence.NONE,
            RevocationChecking.OFF,
            PathValidator.PolicyInputs.ANY);
    MessageReader reader =
        new MessageReader(List.of(people.bob()), trust, spool, MessageReader.Options.standard());
    try (InputStream in = Files.newInputStream(safe);
        Octets message = spool.keep(in);
        Reading reading = reader.read(message, Instant.now())) {
      if (!(reading.verdict() instanceof Verdict.Passed)
          || !(reading.opening().orElseThrow() instanceof Opening.Opened)) {
        throw new IOException("large message: " + reading.findings());
      }
      return body(reading.content().orElseThrow());
    }
  }

  private static byte[] body(Octets content) throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = content.stream()) {
      skipHeader(in);
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return digest.digest();
  }

  private static void skipHeader(InputStream in) throws IOException {
    for (int ends = 0, b = in.read(); b >= 0; b = in.read()) {
      ends = b == '\n' ? ends + 1 : b == '\r' ? ends : 0;
      if (ends == 2) {
        return;
      }
    }
  }
}
