package org.signetmail.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where the fuzzer comes in; which {@link Target} it runs is its one argument. */
public final class Fuzz {
  private static Target target = Target.MESSAGE;

  private Fuzz() {}

  /** Called by Jazzer once: keys are made here, so that the first input does not wait for them. */
  public static void fuzzerInitialize(String[] arguments) {
    target = target(arguments[0]);
    target.seeds().values().forEach(target::run);
  }

  /** Called by Jazzer with one input after another; anything thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] input) {
    target.run(input);
  }

  /**
   * Writes the seeds of a target: {@code TARGET FOLDER}; without arguments, lists the targets.
   *
   * @throws IOException when the folder cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      for (Target one : Target.values()) {
        System.out.println(one.word());
      }
      return;
    }
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    for (Map.Entry<String, byte[]> seed : target(arguments[0]).seeds().entrySet()) {
      Files.write(folder.resolve(seed.getKey()), seed.getValue());
    }
  }

  private static Target target(String word) {
    return Target.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
