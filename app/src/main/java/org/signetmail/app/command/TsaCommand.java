package org.signetmail.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.TimeStampClient;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.pkix.TimeStampRequest.DigestAlgorithm;
import org.signetmail.pkix.TimeStampToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet tsa}: time stamps, got and looked at. */
@Command(
    name = "tsa",
    header = {"Example: signet tsa show --data contract.pdf contract.tst", ""},
    description = "Time stamps (RFC 3161): stamp, show.",
    subcommands = {TsaCommand.Stamp.class, TsaCommand.Show.class})
final class TsaCommand extends CommandGroup {
  private static final int SLICE = 1 << 16;

  @Command(
      name = "stamp",
      header = {
        "Example: signet tsa stamp --tsa http://127.0.0.1:8080/tsa -o"
            + " contract.tst contract.pdf",
        ""
      },
      description = "Gets a time stamp for a file and writes the token.")
  static final class Stamp implements Callable<Integer> {
    @Mixin private Output output = new Output();

    @Option(names = "--tsa", required = true, paramLabel = "URL", description = "The authority.")
    private URI url = URI.create("");

    @Parameters(paramLabel = "FILE", description = "What was there.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
      TimeStampRequest request =
          TimeStampRequest.of(
              DigestAlgorithm.SHA_256,
              digest(file, DigestAlgorithm.SHA_256.jca()),
              new SecureRandom());
      byte[] token = new TimeStampClient(url).stamp(request).encoded();
      output.write(out -> out.write(token));
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "show",
      header = {"Example: signet tsa show --data contract.pdf contract.tst", ""},
      description = {
        "Shows what a time stamp says and whether its signature holds.",
        "Who signed it is shown, not judged: 'openssl ts -verify' does so with the roots you trust."
      })
  static final class Show implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "FILE", description = "What it should be about.")
    private @Nullable Path data;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Parameters(paramLabel = "TOKEN", description = "A token or a response, as DER.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
      TimeStampToken token = read();
      List<Certificate> signer = token.signer(List.of()).stream().toList();
      if (json) {
        Json.print(
            System.out,
            out -> {
              out.writeStartObject();
              out.writeStringProperty("time", token.time().toString());
              token.accuracy().ifPresent(a -> out.writeStringProperty("accuracy", a.toString()));
              out.writeStringProperty("serial", token.serial().toString(16));
              out.writeStringProperty("policy", token.policy());
              out.writeStringProperty("digest", HexFormat.of().formatHex(token.digest()));
              signer.forEach(one -> out.writeStringProperty("signer", one.subject()));
              out.writeEndObject();
            });
      } else {
        System.out.println("time      " + token.time());
        System.out.println(
            "accuracy  " + token.accuracy().map(Duration::toString).orElse("not stated"));
        System.out.println("serial    " + token.serial().toString(16));
        System.out.println("policy    " + token.policy());
        System.out.println("digest    " + HexFormat.of().formatHex(token.digest()));
        signer.forEach(one -> System.out.println("signer    " + Report.printable(one.subject())));
      }
      if (signer.isEmpty() && !token.certificates().isEmpty()) {
        throw new Failure(
            ExitCode.FAILED,
            file + ": no certificate in it signed it for time stamping (RFC 3161 §2.3)");
      }
      if (data != null) {
        requireAbout(token, data);
      }
      return signer.isEmpty() ? ExitCode.INDETERMINATE.number() : ExitCode.DONE.number();
    }

    private TimeStampToken read() throws IOException {
      byte[] bytes = Input.smallFile(file, "a time stamp");
      try {
        return TimeStampToken.ofTokenOrResponse(bytes);
      } catch (IOException e) {
        throw Failure.unreadable(
            file + ": " + e.getMessage() + "; give a token as 'signet tsa stamp' writes it", e);
      }
    }

    private void requireAbout(TimeStampToken token, Path about) throws Exception {
      DigestAlgorithm algorithm =
          DigestAlgorithm.ofOid(token.digestAlgorithm())
              .orElseThrow(
                  () -> new Failure(ExitCode.FAILED, file + ": has a digest that does not count"));
      if (!MessageDigest.isEqual(token.digest(), digest(about, algorithm.jca()))) {
        throw new Failure(
            ExitCode.FAILED, about + ": is not what " + file + " is about; it was changed since");
      }
    }
  }

  private static byte[] digest(Path file, String algorithm) throws Exception {
    MessageDigest digest = MessageDigest.getInstance(algorithm);
    byte[] buffer = new byte[SLICE];
    try (InputStream in = Input.openFile(file, "a file")) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return digest.digest();
  }
}
