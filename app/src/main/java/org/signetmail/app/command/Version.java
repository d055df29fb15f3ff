package org.signetmail.app.command;

import picocli.CommandLine.IVersionProvider;

/** The version from the program's manifest. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"signet " + (version == null ? "(development)" : version)};
  }
}
