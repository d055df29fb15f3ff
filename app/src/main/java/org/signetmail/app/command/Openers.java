package org.signetmail.app.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.app.Failure;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.smime.MessagePassword;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What opens messages: the person's keys, passwords that were told, or both. */
final class Openers {
  @Option(names = "--key", paramLabel = "KEY", description = Keys.DESCRIPTION)
  private List<String> keys = new ArrayList<>();

  @Mixin private Password password = new Password();
  @Mixin private MessagePasswords passwords = new MessagePasswords();

  /** Every identity that opens messages; none where only passwords are given. */
  List<DecryptionIdentity> identities() throws IOException {
    if (keys.isEmpty() && passwords.isEmpty() && !password.isFile()) {
      throw Failure.usage(
          "Missing required option: '--key=KEY'; give your key, or --password-file FILE with the"
              + " password that opens the message");
    }
    return keys.isEmpty() ? List.of() : new Keys(keys, password).readers();
  }

  /** Whether passwords were told: then a message is looked for within its mail as well. */
  boolean opensByPassword() {
    return !passwords.isEmpty() || (keys.isEmpty() && password.isFile());
  }

  /** Without a key, {@code --password-file} is the message's own. */
  List<MessagePassword> passwords() throws IOException {
    List<MessagePassword> all = new ArrayList<>(passwords.toOpen());
    if (keys.isEmpty() && password.isFile()) {
      all.add(MessagePasswords.password(password.given().orElseThrow()));
    }
    return all;
  }
}
