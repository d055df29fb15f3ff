package org.signetmail.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the fuzzer once found, the seeds, and a few thousand inputs near them: the same in every
 * run. Looking for more is what {@code fuzz/run} is for.
 */
class TargetTest {
  private static final Path FOUND = Path.of("src/test/resources/org/signetmail/fuzz/found");
  private static final int NEAR_EACH_SEED = 40;

  @TestFactory
  Stream<DynamicTest> whatWasFoundOnceIsRight() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Target target : Target.values()) {
      Path folder = FOUND.resolve(target.word());
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files.sorted().forEach(file -> tests.add(found(target, file)));
        }
      }
    }
    return tests.stream();
  }

  private static DynamicTest found(Target target, Path file) {
    return dynamicTest(
        target.word() + " " + file.getFileName(), () -> target.run(Files.readAllBytes(file)));
  }

  @TestFactory
  Stream<DynamicTest> inputsNearTheSeedsAreRight() {
    return Arrays.stream(Target.values())
        .map(target -> dynamicTest(target.word(), () -> near(target)));
  }

  private static void near(Target target) {
    assertFalse(target.seeds().isEmpty());
    SplittableRandom random = new SplittableRandom(1);
    List<byte[]> seeds = List.copyOf(target.seeds().values());
    for (Map.Entry<String, byte[]> seed : target.seeds().entrySet()) {
      run(target, seed.getKey(), seed.getValue());
      for (int i = 0; i < NEAR_EACH_SEED; i++) {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        run(target, seed.getKey(), changed(seed.getValue(), other, random));
      }
    }
  }

  private static void run(Target target, String name, byte[] input) {
    try {
      target.run(input);
    } catch (Throwable e) {
      throw new AssertionError(
          target.word() + " near " + name + ": " + HexFormat.of().formatHex(input), e);
    }
  }

  private static byte[] changed(byte[] seed, byte[] other, SplittableRandom random) {
    byte[] input = seed.clone();
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(input, random.nextInt(input.length));
      case 1 -> spliced(input, other, random);
      default -> {
        for (int i = random.nextInt(1, 4); i > 0; i--) {
          input[random.nextInt(input.length)] = (byte) random.nextInt(256);
        }
        yield input;
      }
    };
  }

  private static byte[] spliced(byte[] one, byte[] other, SplittableRandom random) {
    int head = random.nextInt(one.length);
    int tail = random.nextInt(other.length);
    byte[] joined = Arrays.copyOf(one, head + other.length - tail);
    System.arraycopy(other, tail, joined, head, other.length - tail);
    return joined;
  }
}
