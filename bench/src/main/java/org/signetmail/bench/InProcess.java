package org.signetmail.bench;

import com.sun.management.ThreadMXBean;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.signetmail.app.bench.Median;
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

/** The library at work inside one process that stays: what a gateway does, without its network. */
final class InProcess {
  private static final CryptoProfile CBC = CryptoProfile.of(CryptoProfile.Name.COMPATIBLE);
  private static final CryptoProfile GCM = CryptoProfile.of(CryptoProfile.Name.MODERN);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * How fast, and at what cost in memory.
   *
   * @param perSecond operations
   * @param allocated octets for each of them
   */
  record Rate(double perSecond, double allocated) {}

  private final SecureRandom random = new SecureRandom();
  private final Spool spool = Spool.standard();
  private final MessageSigner signer;
  private final MessageEncrypter cbc;
  private final MessageEncrypter gcm;
  private final MessageReader reader;

  InProcess(Material material, Material.Key key, Primitives primitives) throws IOException {
    Path file = material.identity(key);
    KeyFile keys = KeyFile.read(Files.readAllBytes(file), new char[0], file.toString());
    var roots = Certificates.read(Files.readAllBytes(material.root()), "root.pem");
    var people = Certificates.read(Files.readAllBytes(material.certificate(key)), "person.pem");
    PathValidator.Context trust =
        new PathValidator.Context(
            roots,
            List.of(),
            RevocationEvidence.NONE,
            RevocationChecking.IF_AVAILABLE,
            PathValidator.PolicyInputs.ANY);
    var protection = MessageSigner.HeaderProtection.ON;
    this.signer =
        new MessageSigner(
                keys.signing().getFirst(),
                new MessageSigner.Options(MessageSigner.Form.MULTIPART_SIGNED, protection, CBC))
            .using(primitives);
    this.cbc =
        new MessageEncrypter(people, new MessageEncrypter.Options(protection, CBC))
            .using(primitives);
    this.gcm =
        new MessageEncrypter(people, new MessageEncrypter.Options(protection, GCM))
            .using(primitives);
    this.reader =
        new MessageReader(keys.decryption(), trust, spool, MessageReader.Options.standard())
            .using(primitives);
  }

  /** The message as this operation reads it: the file, or what the operation before it makes. */
  private Octets input(Operation operation, Path message) throws IOException {
    try (InputStream in = Files.newInputStream(message)) {
      Octets plain = spool.keep(in);
      if (operation.before() == operation) {
        return plain;
      }
      try (plain;
          Spool.Draft draft = spool.draft()) {
        run(operation.before(), plain, draft);
        return draft.finish();
      }
    }
  }

  private void run(Operation operation, Octets input, OutputStream out) throws IOException {
    switch (operation) {
      case SIGN -> signer.sign(input, Instant.now(), random, out);
      case ENCRYPT_CBC -> cbc.encrypt(input, random, out);
      case ENCRYPT_GCM -> gcm.encrypt(input, random, out);
      case VERIFY -> {
        try (Reading reading = reader.read(input, Instant.now())) {
          require(reading.verdict() instanceof Verdict.Passed, reading);
        }
      }
      case DECRYPT_CBC, DECRYPT_GCM -> {
        try (Reading reading = reader.read(input, Instant.now())) {
          require(reading.opening().orElse(null) instanceof Opening.Opened, reading);
          reading.content().orElseThrow().writeTo(out);
        }
      }
    }
  }

  /** Seconds of processor, not of the clock: the median of five rounds after a warm-up. */
  Rate perSecond(Operation operation, Path message, double warmUp, double seconds)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64_000);
    try (Octets input = input(operation, message)) {
      round(operation, input, out, warmUp);
      Rate[] rates = new Rate[5];
      for (int i = 0; i < rates.length; i++) {
        rates[i] = round(operation, input, out, seconds / rates.length);
      }
      return new Rate(
          Median.of(Arrays.stream(rates).mapToDouble(Rate::perSecond).toArray()),
          Median.of(Arrays.stream(rates).mapToDouble(Rate::allocated).toArray()));
    }
  }

  /**
   * The seconds of processor of one operation on a large message, the median of these runs after
   * one more.
   */
  double seconds(Operation operation, Path message, int runs) throws IOException {
    Path made = Files.createTempFile("signet-bench", ".eml");
    try {
      if (operation.before() != operation) {
        try (Octets plain = Octets.of(message);
            OutputStream out = new BufferedOutputStream(Files.newOutputStream(made), 1 << 16)) {
          run(operation.before(), plain, out);
        }
      }
      double[] seconds = new double[runs];
      for (int i = -1; i < runs; i++) {
        try (Octets input = Octets.of(operation.before() == operation ? message : made)) {
          long start = THREADS.getCurrentThreadCpuTime();
          run(operation, input, OutputStream.nullOutputStream());
          seconds[Math.max(i, 0)] = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
        }
      }
      return Median.of(seconds);
    } finally {
      Files.delete(made);
    }
  }

  private Rate round(Operation operation, Octets input, ByteArrayOutputStream out, double seconds)
      throws IOException {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long start = THREADS.getCurrentThreadCpuTime();
    long end = start + (long) (seconds * 1e9);
    int done = 0;
    do {
      out.reset();
      run(operation, input, out);
      done++;
    } while (done % 16 != 0 || THREADS.getCurrentThreadCpuTime() < end);
    double rate = done / ((THREADS.getCurrentThreadCpuTime() - start) / 1e9);
    return new Rate(rate, (double) (THREADS.getCurrentThreadAllocatedBytes() - allocated) / done);
  }

  private static void require(boolean held, Reading reading) {
    if (!held) {
      throw new IllegalStateException("bench: " + reading.verdict() + " " + reading.findings());
    }
  }
}
