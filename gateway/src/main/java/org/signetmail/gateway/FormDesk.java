package org.signetmail.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.directory.Lookup;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Decision;
import org.signetmail.policy.PasswordForms;
import org.signetmail.policy.Treatment;
import org.signetmail.smime.MessagePassword;
import org.signetmail.smime.Octets;

/**
 * Finds the password for whoever has no certificate, and has it told to who wrote to them. Nothing
 * goes under a password that nobody knows: the author's own mailbox has the notice, and the next
 * hop's word for it, before the form is made. The notice is encrypted where the author has a
 * certificate. Safe for use by many threads.
 */
final class FormDesk {
  private static final int ID_OCTETS = 16;
  private static final String LATER = "password notice of ";

  private final GatewayPorts ports;
  private final InFlight inFlight = new InFlight();

  FormDesk(GatewayPorts ports) {
    this.ports = ports;
  }

  /** A password for now. */
  record Given(MessagePassword password, FormPassword.Origin origin) {}

  /**
   * What is wanted, with a refusal in place of every form that cannot be had. Nothing is made and
   * nobody is told.
   */
  List<Wanted> settle(Optional<Mailbox> author, PasswordForms forms, List<Wanted> wanted) {
    return wanted.stream()
        .map(one ->
            one.decision() instanceof Decision.Deliver(Treatment treatment, String rule)
                    && treatment.encrypt().isToPassword()
                ? obstacle(author, forms, one.recipient().mailbox())
                    .map(why -> one.deciding(new Decision.Refuse(why, rule)))
                    .orElse(one)
                : one)
        .toList();
  }

  private Optional<String> obstacle(
      Optional<Mailbox> author, PasswordForms forms, Mailbox recipient) {
    String needs = recipient + ": has no certificate, and no password can be used: ";
    if (ports.extras().passwords().isEmpty()) {
      return Optional.of(needs + "this gateway keeps none; send it through your organisation's");
    }
    if (author.flatMap(ports.signatures()::signerFor).isEmpty()) {
      return Optional.of(
          needs
              + "the author is none of our people who could be told it; ask your administrator to"
              + " enrol you");
    }
    if (author.get().equals(recipient)) {
      return Optional.of(needs + "it would be told to the recipient by mail; leave this one out");
    }
    boolean mustBeAgreed = forms.passwords() == PasswordForms.Passwords.AGREED;
    boolean isAgreed =
        ports
            .extras()
            .passwords()
            .get()
            .find(recipient)
            .filter(kept -> kept.origin() == FormPassword.Origin.AGREED)
            .isPresent();
    return mustBeAgreed && !isAgreed
        ? Optional.of(
            needs
                + "none is agreed; agree on one with the recipient, and your administrator sets it"
                + " (signet password set)")
        : Optional.empty();
  }

  /**
   * The password of a recipient; the author has heard of it when this returns.
   *
   * @throws IOException in one line when the author cannot be told now
   */
  Given give(Mailbox author, Mailbox recipient) throws IOException {
    FormPasswords passwords = ports.extras().passwords().orElseThrow();
    String key = LATER + recipient.key();
    if (!inFlight.take(key, Set.of(recipient))) {
      throw new IOException("password: somebody else is just being told it; try again later");
    }
    try {
      FormPassword kept =
          passwords.forUse(recipient, ports.policy().get().passwordForms().lifetime());
      MessagePassword password = passwords.open(kept);
      if (kept.origin() == FormPassword.Origin.MADE) {
        tell(author, kept, password, passwords);
      }
      return new Given(password, kept.origin());
    } finally {
      inFlight.release(key, Set.of(recipient));
    }
  }

  private void tell(
      Mailbox author, FormPassword kept, MessagePassword password, FormPasswords passwords)
      throws IOException {
    Instant now = ports.clock().instant();
    if (kept.told().isEmpty()) {
      send(author, PasswordNotice.first(author, kept.recipient(), password, now, id()));
      passwords.told(kept, author);
    } else if (!kept.told().get().equals(author)) {
      tellLater(author, kept, now);
    }
  }

  /** Of use, and no more: what it says is no secret, and the mail does not wait for it. */
  private void tellLater(Mailbox author, FormPassword kept, Instant now) {
    String key = LATER + kept.recipient().key() + " since " + kept.since();
    try {
      if (!ports.journal().accepted(key).contains(author)) {
        Mailbox told = kept.told().orElseThrow();
        send(author, PasswordNotice.later(author, kept.recipient(), told, kept.since(), now, id()));
        ports.journal().accept(key, Set.of(author), now);
      }
    } catch (IOException | RuntimeException e) {
      ports.events().trouble("password notice: not sent, it is tried again: " + e.getMessage());
    }
  }

  private void send(Mailbox reader, Octets plain) throws IOException {
    Envelope envelope = FailureReport.envelope(reader);
    Optional<Certificate> certificate =
        ports.directory().find(reader) instanceof Lookup.Found found
            ? Optional.of(found.best())
            : Optional.empty();
    Treatment treatment =
        new Treatment(
            Treatment.Sign.YES,
            certificate.isPresent() ? Treatment.Encrypt.TO_PERSON : Treatment.Encrypt.NO,
            "auto");
    Variant variant =
        new Variant(
            treatment, envelope.recipients(), certificate.stream().toList(), Optional.empty());
    try (plain;
        Octets notice =
            new Protector(plain, Optional.of(reader), List.of(variant), ports, new Profiles())
                .protect(variant)) {
      Answer answer = ports.nextHop().reports().send(envelope, notice).get(reader);
      if (answer == null || answer.kind() != Answer.Kind.ACCEPTED) {
        throw new IOException(
            "password: "
                + reader
                + " cannot be told it now, next hop: "
                + (answer == null ? "gave no answer" : answer));
      }
    }
  }

  private byte[] id() {
    byte[] id = new byte[ID_OCTETS];
    ports.random().nextBytes(id);
    return id;
  }
}
