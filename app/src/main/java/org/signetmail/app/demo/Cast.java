package org.signetmail.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.Mailbox;

/** A person of the story with the keys on that person's own machine: a folder of its own. */
final class Cast {
  /** Everybody's password in the story; a real one would not stand in a program. */
  static final String PASSWORD = "only for the demo";

  private final Mailbox mailbox;
  private final String name;
  private final Path folder;
  private final List<DecryptionIdentity> decryption = new ArrayList<>();
  private PersonalKeys keys;

  Cast(Mailbox mailbox, String name, PersonalKeys keys, Path people) throws IOException {
    this.mailbox = mailbox;
    this.name = name;
    this.keys = keys;
    this.folder = people.resolve(mailbox.localPart());
    this.decryption.add(keys.decryption());
    save();
  }

  Mailbox mailbox() {
    return mailbox;
  }

  String name() {
    return name;
  }

  PersonalKeys keys() {
    return keys;
  }

  /** Every key that opens this person's mail, the present one first. */
  List<DecryptionIdentity> decryption() {
    return List.copyOf(decryption);
  }

  /** All keys are gone, and these are the new ones. */
  void startAnew(PersonalKeys newKeys) throws IOException {
    keys = newKeys;
    decryption.clear();
    decryption.add(newKeys.decryption());
    save();
  }

  /** Keys that came back from the archive. */
  void regain(List<DecryptionIdentity> recovered) throws IOException {
    decryption.addAll(recovered);
    save();
  }

  /** The key file that mail programs take, with everything in it. */
  Path keyFile() {
    return folder.resolve("keys.p12");
  }

  /** The key that opens mail, alone in a file, for programs that take the first key they find. */
  Path openingKey(int index) {
    return folder.resolve("opens-mail-" + (index + 1) + ".p12");
  }

  private void save() throws IOException {
    char[] password = PASSWORD.toCharArray();
    PrivateFiles.write(keyFile(), KeyFile.write(keys.signing(), decryption, password));
    for (int i = 0; i < decryption.size(); i++) {
      PrivateFiles.write(
          openingKey(i), KeyFile.writeDecryption(List.of(decryption.get(i)), List.of(), password));
    }
    PrivateFiles.write(
        folder.resolve("password"), (PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
