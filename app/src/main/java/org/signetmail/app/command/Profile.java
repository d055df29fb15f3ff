package org.signetmail.app.command;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.Failure;
import org.signetmail.smime.CryptoProfile;
import picocli.CommandLine.Option;

/** The table of algorithms that a command works by. */
final class Profile {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "auto (default), modern, compatible, post-quantum, fips, bsi-tr-02102, cnsa-2.0,"
              + " legacy-read.")
  private @Nullable String name;

  CryptoProfile get() {
    if (name == null) {
      return CryptoProfile.of(CryptoProfile.Name.AUTO);
    }
    String wanted = name;
    return CryptoProfile.Name.ofWord(wanted)
        .map(CryptoProfile::of)
        .orElseThrow(
            () -> Failure.usage("--profile " + wanted + ": no such profile; one of " + all()));
  }

  private static String all() {
    return Arrays.stream(CryptoProfile.Name.values())
        .map(CryptoProfile.Name::word)
        .collect(Collectors.joining(", "));
  }
}
