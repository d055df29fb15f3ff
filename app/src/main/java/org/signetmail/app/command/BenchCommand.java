package org.signetmail.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.bench.Bench;
import org.signetmail.app.bench.BenchPage;
import org.signetmail.app.bench.Comparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signet bench}: what this machine does, as a table of ratios. */
@Command(
    name = "bench",
    header = {"Example: signet bench --write bench.md", ""},
    description = {
      "Measures this machine for about a minute: signing, verifying, encrypting and decrypting,"
          + " beside a plain Bouncy Castle program, and beside openssl cms where it is found.",
      "They take turns. A ratio above 1 says how many times faster signet is. No home is needed;"
          + " let nothing else run."
    })
final class BenchCommand implements Callable<Integer> {
  private static final String PAGE = ".md";

  @Option(names = "--json", description = "One JSON document.")
  private boolean json;

  @Option(names = "--quick", description = "A few seconds: whether it works, no figures to keep.")
  private boolean quick;

  @Option(
      names = "--write",
      paramLabel = "FILE.md",
      description = "Write the table here too, with a picture of it beside (FILE.svg).")
  private @Nullable Path page;

  @Override
  public Integer call() throws IOException {
    Path written = page;
    if (written != null && !written.toString().endsWith(PAGE)) {
      throw Failure.usage(written + ": is no name of a Markdown page; write --write bench.md");
    }
    Path folder = Files.createTempDirectory("signet-bench");
    List<Comparison> all = new ArrayList<>();
    Optional<String> openssl;
    try {
      openssl =
          new Bench(
                  quick ? Bench.Pace.QUICK : Bench.Pace.FULL,
                  folder,
                  one -> {
                    all.add(one);
                    System.err.println("measured: " + one.what() + ", beside " + one.other());
                  })
              .run();
    } finally {
      delete(folder);
    }
    if (json) {
      print(all, openssl);
    } else {
      Table table = new Table(Comparison.heads());
      all.forEach(one -> table.row(one.cells()));
      table.print(System.out, "nothing was measured");
      System.out.println();
      System.out.println(BenchPage.machine(openssl));
      System.out.println(BenchPage.MEANING);
    }
    if (written != null) {
      write(written, all, openssl);
    }
    return ExitCode.DONE.number();
  }

  private static void write(Path written, List<Comparison> all, Optional<String> openssl)
      throws IOException {
    String name = String.valueOf(written.getFileName());
    String picture = name.substring(0, name.length() - PAGE.length()) + ".svg";
    Output.writeFile(
        written.resolveSibling(picture), out -> out.write(utf8(BenchPage.picture(all))));
    Output.writeFile(written, out -> out.write(utf8(BenchPage.markdown(all, openssl, picture))));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void print(List<Comparison> all, Optional<String> openssl) {
    Json.print(
        System.out,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("machine", BenchPage.machine(openssl));
          out.writeArrayPropertyStart("comparisons");
          for (Comparison one : all) {
            out.writeStartObject();
            out.writeStringProperty("work", one.what());
            out.writeStringProperty("beside", one.other());
            out.writeStringProperty("unit", one.unit());
            out.writeNumberProperty("signet", one.ours());
            out.writeNumberProperty("other", one.theirs());
            out.writeNumberProperty("ratio", one.ratio());
            out.writeNumberProperty("least", one.least());
            out.writeNumberProperty("most", one.most());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
