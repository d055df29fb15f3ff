package org.signetmail.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Treatment;
import org.signetmail.policy.Treatment.Encrypt;
import org.signetmail.policy.Treatment.Sign;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.Evidence;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageProtector;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;

/**
 * Makes the form of a message that one recipient opens with a password. Where policy wants it
 * signed, it is signed inside, and the mail around it as well: a reader that checks signatures then
 * sees at once that the page is ours. For one thread.
 */
record PasswordForm(Protector protector, FormDesk desk) {

  /**
   * The form; the caller closes it.
   *
   * @param message without what policy takes out of its subject
   * @throws IOException with one line when it cannot be made now
   * @throws IllegalArgumentException with one line when the profile has no passwords
   */
  Octets of(Octets message, Variant variant) throws IOException {
    Treatment treatment = variant.treatment();
    CryptoProfile profile = protector.profiles().of(treatment.cryptoProfile());
    requirePasswords(profile);
    Mailbox author = protector.author().orElseThrow();
    FormDesk.Given given = desk.give(author, variant.mailboxes().getFirst());
    FormMail mail = new FormMail(message, author, protector.ports().random());
    Octets form =
        treatment.encrypt() == Encrypt.TO_PASSWORD_PAGE
            ? page(message, author, treatment, profile, given, mail)
            : cms(message, variant, profile, given, mail);
    if (treatment.sign() == Sign.NO) {
      return form;
    }
    try (form) {
      return signed(form, profile);
    }
  }

  private static void requirePasswords(CryptoProfile profile) {
    if (!profile.making(CryptoProfile.Area.KEY_MANAGEMENT).contains("password")) {
      throw new IllegalArgumentException(
          "the profile "
              + profile
              + " does not encrypt to passwords (RFC 5652 §6.2.4); ask the recipient for a"
              + " certificate");
    }
  }

  private Octets page(
      Octets message,
      Mailbox author,
      Treatment treatment,
      CryptoProfile profile,
      FormDesk.Given given,
      FormMail mail)
      throws IOException {
    boolean signs = treatment.sign() == Sign.YES;
    try (Octets inner = signs ? signed(message, profile) : message.slice(0, message.size());
        Octets content =
            Octets.concat(List.of(facts(author, signs), inner.slice(0, inner.size())))) {
      FormPage page = new FormPage(protector.ports().random());
      return protector.made(out ->
          mail.page(
              body -> page.write(author, given.origin(), given.password(), content, body), out));
    }
  }

  private Octets cms(
      Octets message, Variant variant, CryptoProfile profile, FormDesk.Given given, FormMail mail)
      throws IOException {
    List<Certificate> besides = variant.certificates();
    MessageEncrypter encrypting =
        new MessageEncrypter(
                besides,
                List.of(given.password()),
                new MessageEncrypter.Options(MessageSigner.HeaderProtection.ON, profile),
                Evidence.NONE)
            .using(protector.ports().extras().primitives())
            .using(protector.ports().spool());
    Octets enveloped;
    if (variant.treatment().sign() == Sign.YES) {
      MessageProtector both = new MessageProtector(protector.signing(profile), encrypting);
      enveloped =
          protector.made(out -> both.protect(message, now(), protector.ports().random(), out));
    } else {
      enveloped =
          protector.made(out -> encrypting.encrypt(message, protector.ports().random(), out));
    }
    try (enveloped) {
      return protector.made(out -> mail.cms(enveloped, out));
    }
  }

  private Octets signed(Octets message, CryptoProfile profile) throws IOException {
    MessageSigner signing = protector.signing(profile);
    return protector.made(out -> signing.sign(message, now(), protector.ports().random(), out));
  }

  /** What a page says of the signature inside: a seal is called after its organisation. */
  private Octets facts(Mailbox author, boolean signs) throws IOException {
    Optional<Certificate> certificate =
        signs
            ? protector.ports().signatures().signerFor(author).map(one -> one.certificate())
            : Optional.empty();
    if (certificate.isEmpty()) {
      return FormMail.facts("none", "", "", author);
    }
    Certificate one = certificate.get();
    return FormMail.facts(
        one.isSeal() ? "organisation" : "person",
        one.isSeal() ? one.displayName().replaceFirst(" seal$", "") : one.displayName(),
        one.fingerprint().replaceAll("(.{4})(?=.)", "$1 "),
        author);
  }

  private Instant now() {
    return protector.ports().clock().instant();
  }
}
