package org.signetmail.app.home;

import java.util.Optional;
import org.signetmail.gateway.ReprocessingSettings;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;

/**
 * {@code decrypt} in the group {@code mail} of {@code signet.yaml}: where people send old mail to
 * be opened, an address alone or a group.
 */
final class DecryptAddress {
  private static final int MOST_HOURLY = 10_000;

  private DecryptAddress() {}

  static Optional<ReprocessingSettings> read(YamlMapping mail) throws YamlProblem {
    if (!mail.isGroup("decrypt")) {
      return mail.optional("decrypt", Mailbox::of)
          .map(address -> new ReprocessingSettings(address, ReprocessingSettings.HOURLY));
    }
    YamlMapping group = mail.group("decrypt");
    group.allow("address", "per-hour");
    return Optional.of(
        new ReprocessingSettings(
            group.required("address", Mailbox::of),
            group
                .optional("per-hour", text -> ConfigurationValues.within(text, 1, MOST_HOURLY))
                .orElse(ReprocessingSettings.HOURLY)));
  }

  /** The line as it stands in the file. */
  static String text(ReprocessingSettings decrypt) {
    String address = "\n  decrypt: \"" + decrypt.address() + '"';
    return decrypt.hourly() == ReprocessingSettings.HOURLY
        ? address
        : "\n  decrypt: { address: \""
            + decrypt.address()
            + "\", per-hour: "
            + decrypt.hourly()
            + " }";
  }
}
