package org.signetmail.fuzz;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.TimeStampRejection;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.pkix.TimeStampSigner;
import org.signetmail.pkix.TimeStampToken;
import org.signetmail.smime.AlgorithmLife;
import org.signetmail.smime.LongTermCheck;
import org.signetmail.smime.LongTermMaker;
import org.signetmail.smime.LongTermReading.Level;
import org.signetmail.smime.LongTermSignature;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smime.StatusSource;
import org.signetmail.smime.Verdict;

/** Evidence in a file: what it proves is what Alice signed, or nothing. */
final class LongTerm {
  private static final PathValidator.Context TRUST = trust();
  private static final LongTermCheck CHECK =
      new LongTermCheck(TRUST, TRUST, AlgorithmLife.standard());

  /** By level. */
  static final Map<String, byte[]> SEEDS = seeds();

  private static final byte[] SIGNED = content(requireNonNull(SEEDS.get("lta")));

  private LongTerm() {}

  static void read(byte[] input) {
    try (LongTermSignature signature =
        LongTermSignature.read(new ByteArrayInputStream(input), Spool.standard())) {
      if (CHECK.check(signature, Parties.NOW).verdict() instanceof Verdict.Passed
          && !Arrays.equals(SIGNED, signature.content().toByteArray())) {
        throw new AssertionError("evidence of what nobody signed");
      }
      signature.writeTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      Messages.requireOneLine(e);
    }
  }

  private static Map<String, byte[]> seeds() {
    byte[] message = requireNonNull(Messages.SEEDS.get("signed-multipart_signed"));
    Map<String, byte[]> seeds = Target.sorted();
    LongTermMaker maker =
        new LongTermMaker(
            TRUST,
            TRUST,
            AlgorithmLife.standard(),
            LongTerm::stamp,
            StatusSource.NONE,
            Parties.RANDOM);
    for (Level level : List.of(Level.LT, Level.LTA)) {
      try {
        LongTermMaker.Outcome outcome =
            maker.make(Octets.of(message), level, Spool.standard(), Parties.NOW);
        if (!(outcome instanceof LongTermMaker.Outcome.Made made)) {
          throw new IllegalStateException("the seeds cannot be made: " + outcome);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        made.signature().writeTo(out);
        made.signature().close();
        seeds.put(level.name().toLowerCase(Locale.ROOT), out.toByteArray());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return seeds;
  }

  private static byte[] content(byte[] evidence) {
    try (LongTermSignature signature =
        LongTermSignature.read(new ByteArrayInputStream(evidence), Spool.standard())) {
      return signature.content().toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TimeStampToken stamp(TimeStampRequest request) throws IOException {
    TimeStampSigner.Statement statement =
        new TimeStampSigner.Statement(
            BigInteger.ONE, Parties.NOW, Duration.ofSeconds(1), "1.2.3.4");
    try {
      TimeStampRequest read = TimeStampRequest.parse(request.encoded());
      return TimeStampToken.ofResponse(
          new TimeStampSigner(Parties.STAMPS).response(read, statement), request);
    } catch (TimeStampRejection e) {
      throw new IOException(e);
    }
  }

  /** With a list of the moment: nobody is revoked. */
  private static PathValidator.Context trust() {
    try {
      byte[] list =
          Parties.ISSUER.crl(
              BigInteger.ONE, Parties.NOW, Parties.NOW.plus(Duration.ofDays(7)), List.of());
      return Parties.trust(RevocationEvidence.of(List.of(CertificateList.of(list)), List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
