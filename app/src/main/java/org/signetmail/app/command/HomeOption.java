package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import picocli.CommandLine.Option;

/** Which system a command works on. */
final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      description = "The system's home; else SIGNET_HOME, else ./signet-home.")
  private @Nullable Path folder;

  /** Whether the person named one. */
  boolean isNamed() {
    return folder != null;
  }

  Home locate() {
    return Home.locate(folder);
  }

  Organization open() throws IOException {
    return Organization.open(locate(), InstantSource.system());
  }
}
