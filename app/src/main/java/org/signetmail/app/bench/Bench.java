package org.signetmail.app.bench;

import com.sun.management.ThreadMXBean;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.signetmail.app.bench.internal.PlainBouncyCastle;
import org.signetmail.app.bench.internal.Throwaway;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/**
 * Measures this machine: our library beside a plain Bouncy Castle program, both in this process on
 * small messages, and beside {@code openssl cms} on a large one. They take turns, so that what else
 * the machine does falls on both.
 */
public final class Bench {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Pace pace;
  private final Path folder;
  private final Consumer<Comparison> each;
  private final SecureRandom random = new SecureRandom();
  private final Spool spool = Spool.standard();

  /**
   * How long is measured.
   *
   * @param warmUp seconds of each program before its first round
   * @param seconds of each round with small messages
   * @param rounds of everything
   * @param large octets of the large message
   */
  public record Pace(double warmUp, double seconds, int rounds, int large) {
    /** About a minute. */
    public static final Pace FULL = new Pace(1, 0.25, 7, 20_000_000);

    /** A few seconds: whether it works, and no figures to keep. */
    public static final Pace QUICK = new Pace(0.05, 0.05, 3, 2_000_000);
  }

  /**
   * @param folder empty, for what is made while it is measured
   * @param each hears of every comparison when it is done
   */
  public Bench(Pace pace, Path folder, Consumer<Comparison> each) {
    this.pace = pace;
    this.folder = folder;
    this.each = each;
  }

  /**
   * Measures.
   *
   * @return the version of OpenSSL; empty where there is none, and nothing was measured beside it
   */
  public Optional<String> run() throws IOException {
    for (Throwaway.Kind kind : Throwaway.Kind.values()) {
      Throwaway person = Throwaway.make(kind, Instant.now(), random);
      for (Work work :
          kind == Throwaway.Kind.P_256
              ? EnumSet.of(Work.SIGN, Work.VERIFY)
              : EnumSet.allOf(Work.class)) {
        each.accept(small(work, kind, person));
      }
    }
    Throwaway person = Throwaway.make(Throwaway.Kind.RSA_2048, Instant.now(), random);
    Optional<OpenSslAtWork> openssl = OpenSslAtWork.find(person, folder);
    if (openssl.isPresent()) {
      Path message = folder.resolve("message.eml");
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(message), 1 << 16)) {
        PlainMessage.write(out, pace.large());
      }
      for (Work work : Work.values()) {
        each.accept(large(work, person, message, openssl.get()));
      }
    }
    return openssl.map(OpenSslAtWork::version);
  }

  /** Something that is done once. */
  @FunctionalInterface
  private interface Turn {
    void run() throws IOException;
  }

  /** 10 KB: messages for each second of processor of the one thread that works. */
  private Comparison small(Work work, Throwaway.Kind kind, Throwaway person) throws IOException {
    ByteArrayOutputStream small = new ByteArrayOutputStream(10_000);
    PlainMessage.write(small, 10_000);
    byte[] message = small.toByteArray();
    SignetAtWork signet = new SignetAtWork(person, spool);
    ByteArrayOutputStream out = new ByteArrayOutputStream(32_000);
    try (Octets plain = spool.keep(new ByteArrayInputStream(message))) {
      if (!work.readsPlain()) {
        signet.run(work.before(), plain, out);
      }
      byte[] made = out.toByteArray();
      try (Octets input = work.readsPlain() ? plain : spool.keep(new ByteArrayInputStream(made))) {
        Turn ours =
            () -> {
              out.reset();
              signet.run(work, input, out);
            };
        Turn theirs = plain(work, new PlainBouncyCastle(person), message);
        rate(ours, pace.warmUp());
        rate(theirs, pace.warmUp());
        double[] our = new double[pace.rounds()];
        double[] their = new double[pace.rounds()];
        for (int i = 0; i < our.length; i++) {
          our[i] = rate(ours, pace.seconds());
          their[i] = rate(theirs, pace.seconds());
        }
        return Comparison.of(
            work + " 10 KB, " + kind, "Bouncy Castle", "messages/CPU s", our, their);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("Bouncy Castle: " + e.getMessage(), e);
    }
  }

  private static Turn plain(Work work, PlainBouncyCastle program, byte[] message)
      throws IOException {
    return switch (work) {
      case SIGN -> () -> program.sign(message);
      case ENCRYPT -> () -> program.encrypt(message);
      case VERIFY -> {
        byte[] signature = program.sign(message);
        yield () -> {
          if (!program.verify(message, signature)) {
            throw new IOException("Bouncy Castle: its own signature does not hold");
          }
        };
      }
      case DECRYPT -> {
        byte[] envelope = program.encrypt(message);
        yield () -> program.decrypt(envelope);
      }
    };
  }

  private static double rate(Turn turn, double seconds) throws IOException {
    long start = THREADS.getCurrentThreadCpuTime();
    long end = start + (long) (seconds * 1e9);
    int done = 0;
    do {
      turn.run();
      done++;
    } while (THREADS.getCurrentThreadCpuTime() < end);
    return done / ((THREADS.getCurrentThreadCpuTime() - start) / 1e9);
  }

  /** From file to file: megabytes for each second of the clock. */
  private Comparison large(Work work, Throwaway person, Path message, OpenSslAtWork openssl)
      throws IOException {
    SignetAtWork signet = new SignetAtWork(person, spool);
    Path input = message;
    if (!work.readsPlain()) {
      input = folder.resolve("input.eml");
      write(signet, work.before(), message, input);
    }
    Path from = input;
    Path ours = folder.resolve("ours.eml");
    Path theirs = folder.resolve("theirs.eml");
    write(signet, work, from, ours);
    double[] our = new double[pace.rounds()];
    double[] their = new double[pace.rounds()];
    for (int i = 0; i < our.length; i++) {
      our[i] = megabytes(() -> write(signet, work, from, ours));
      their[i] = megabytes(() -> openssl.run(work, from, theirs));
    }
    return Comparison.of(
        work + " " + pace.large() / 1_000_000 + " MB, RSA-2048", "openssl cms", "MB/s", our, their);
  }

  private static void write(SignetAtWork signet, Work work, Path from, Path to) throws IOException {
    try (Octets input = Octets.of(from);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16)) {
      signet.run(work, input, out);
    }
  }

  private double megabytes(Turn turn) throws IOException {
    long start = System.nanoTime();
    turn.run();
    return pace.large() / 1e6 / ((System.nanoTime() - start) / 1e9);
  }
}
