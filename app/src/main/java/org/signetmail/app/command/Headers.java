package org.signetmail.app.command;

import org.signetmail.smime.MessageSigner.HeaderProtection;
import picocli.CommandLine.Option;

/** Whether the message's header fields are protected with it (RFC 9788). */
final class Headers {
  @Option(
      names = "--protect-headers",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Protect Subject, From, To … with the message (RFC 9788); the default.")
  private boolean protect = true;

  HeaderProtection get() {
    return protect ? HeaderProtection.ON : HeaderProtection.OFF;
  }
}
