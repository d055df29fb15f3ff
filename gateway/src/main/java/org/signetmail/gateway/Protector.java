package org.signetmail.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.policy.Treatment;
import org.signetmail.policy.Treatment.Encrypt;
import org.signetmail.policy.Treatment.Sign;
import org.signetmail.smime.Capabilities;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.Evidence;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageProtector;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/**
 * Makes the forms of one message. A form that cannot be made is an exception, never the plain
 * message. For one thread.
 *
 * @param author whom somebody may sign for
 * @param all forms of the message: those of one profile are encrypted by one algorithm
 */
record Protector(
    Octets message,
    Optional<Mailbox> author,
    List<Variant> all,
    GatewayPorts ports,
    Profiles profiles) {

  /**
   * The octets of a variant; the caller closes them.
   *
   * @throws IOException with one line when it cannot be made
   * @throws IllegalArgumentException with one line when the profile forbids it for a certificate
   */
  Octets protect(Variant variant) throws IOException {
    return protect(variant, this::protect);
  }

  /** As {@link #protect(Variant)}, under a password. */
  Octets protect(Variant variant, FormDesk desk) throws IOException {
    return protect(variant, new PasswordForm(this, desk)::of);
  }

  private interface Protection {
    Octets of(Octets message, Variant variant) throws IOException;
  }

  private Octets protect(Variant variant, Protection protection) throws IOException {
    if (variant.opened().isPresent()) {
      return variant.opened().get().octets().share();
    }
    Treatment treatment = variant.treatment();
    if (treatment.removedFromSubject().isEmpty()) {
      return protection.of(message, variant);
    }
    Octets shorter =
        made(out -> SubjectRewrite.write(message, treatment.removedFromSubject(), out));
    if (treatment.isPlain()) {
      return shorter;
    }
    try (shorter) {
      return protection.of(shorter, variant);
    }
  }

  private Octets protect(Octets message, Variant variant) throws IOException {
    Treatment treatment = variant.treatment();
    Instant at = ports.clock().instant();
    if (treatment.isPlain()) {
      return message.slice(0, message.size());
    }
    CryptoProfile profile = profiles.of(treatment.cryptoProfile());
    if (treatment.encrypt() == Encrypt.NO) {
      MessageSigner signing = signing(profile);
      return made(Steps.Step.SIGNATURE, out -> signing.sign(message, at, ports.random(), out));
    }
    MessageEncrypter.Options options =
        new MessageEncrypter.Options(MessageSigner.HeaderProtection.ON, profile);
    List<Certificate> everyone = everyone(treatment.cryptoProfile());
    MessageEncrypter encrypting =
        MessageEncrypter.alongside(variant.certificates(), everyone, options, evidence(everyone))
            .using(ports.extras().primitives())
            .using(ports.spool());
    if (treatment.sign() == Sign.NO) {
      return made(Steps.Step.ENCRYPTION, out -> encrypting.encrypt(message, ports.random(), out));
    }
    MessageProtector both = new MessageProtector(signing(profile), encrypting);
    return made(
        Steps.Step.SIGNATURE_AND_ENCRYPTION, out -> both.protect(message, at, ports.random(), out));
  }

  MessageSigner signing(CryptoProfile profile) throws IOException {
    SigningIdentity identity =
        author
            .flatMap(ports.signatures()::signerFor)
            .orElseThrow(() -> new IOException("message: nobody is there any more to sign it"));
    MessageSigner plain =
        new MessageSigner(
            identity,
            new MessageSigner.Options(
                MessageSigner.Form.MULTIPART_SIGNED, MessageSigner.HeaderProtection.ON, profile));
    return author
        .flatMap(ports.signatures()::answersTo)
        .map(plain::announcing)
        .orElse(plain)
        .using(ports.extras().primitives())
        .using(ports.spool());
  }

  private List<Certificate> everyone(String profile) {
    return all.stream()
        .filter(variant -> variant.treatment().cryptoProfile().equals(profile))
        .filter(variant -> !variant.treatment().encrypt().isToPassword())
        .flatMap(variant -> variant.certificates().stream())
        .distinct()
        .toList();
  }

  private Evidence evidence(List<Certificate> everyone) {
    Map<Certificate, Capabilities> known = new HashMap<>();
    everyone.forEach(c -> known.put(c, ports.extras().readers().of(c)));
    return new Evidence(known);
  }

  private Octets made(Steps.Step step, Making making) throws IOException {
    try (Steps.Ending _ = ports.events().steps().begins(step)) {
      return made(making);
    }
  }

  interface Making {
    void to(OutputStream out) throws IOException;
  }

  Octets made(Making making) throws IOException {
    try (Spool.Draft draft = ports.spool().draft()) {
      making.to(draft);
      return draft.finish();
    }
  }
}
