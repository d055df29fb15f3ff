package org.signetmail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything of others that the program runs with is what {@code .mvn/checksums} says it is. */
final class PinnedDependenciesTest {
  private static final Path LIST = House.ROOT.resolve(".mvn/checksums/checksums.sha256");

  @Test
  void eachJarIsPinnedByItsChecksum() throws IOException {
    Map<String, String> pinned = pinned();
    List<String> objections = new ArrayList<>();
    List<Path> jars = otherPeoplesJars();
    for (Path jar : jars) {
      Optional<String> expected =
          tails(jar).filter(pinned::containsKey).findFirst().map(pinned::get);
      if (expected.isEmpty()) {
        objections.add(jar.getFileName() + ": is not in " + LIST + "; run dist/pin");
      } else if (!expected.get().equals(sha256(jar))) {
        objections.add(jar.getFileName() + ": is another file than the one that was pinned");
      }
    }

    assertFalse(jars.isEmpty(), "no jar of anybody else's on the class path");
    assertEquals(List.of(), objections);
  }

  /** Two columns, as {@code sha256sum} writes them: checksum, path in a repository. */
  private static Map<String, String> pinned() throws IOException {
    try (Stream<String> lines = Files.lines(LIST)) {
      return lines
          .map(line -> line.split(" {2}", 2))
          .collect(Collectors.toMap(columns -> columns[1], columns -> columns[0]));
    }
  }

  private static List<Path> otherPeoplesJars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .filter(jar -> !jar.startsWith(House.ROOT))
        .toList();
  }

  /** The ends of a path, the longest first: one of them is the path within the repository. */
  private static Stream<String> tails(Path jar) {
    return IntStream.range(0, jar.getNameCount())
        .mapToObj(from -> jar.subpath(from, jar.getNameCount()).toString());
  }

  private static String sha256(Path jar) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
