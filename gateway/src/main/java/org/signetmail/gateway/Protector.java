package org.signetmail.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.policy.Treatment;
import org.signetmail.policy.Treatment.Encrypt;
import org.signetmail.policy.Treatment.Sign;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/**
 * Makes the forms of one message: signed once for each profile, then encrypted for each variant. A
 * form that cannot be made is an exception, never the plain message. For one thread.
 */
final class Protector implements AutoCloseable {
  private final Octets message;
  private final Spool spool;
  private final SecureRandom random;
  private final Instant at;
  private final Map<String, Octets> signed = new HashMap<>();

  Protector(Octets message, Spool spool, SecureRandom random, Instant at) {
    this.message = message;
    this.spool = spool;
    this.random = random;
    this.at = at;
  }

  /**
   * The octets of a variant; the caller closes them.
   *
   * @param signer must be there when the variant is to be signed
   * @throws IOException with one line when it cannot be made
   */
  Octets protect(Variant variant, Optional<SigningIdentity> signer) throws IOException {
    Treatment treatment = variant.treatment();
    if (treatment.leaves()) {
      return message.slice(0, message.size());
    }
    CryptoProfile profile = profile(treatment.cryptoProfile());
    Octets content =
        treatment.sign() == Sign.YES
            ? signed(
                signer.orElseThrow(() -> new IOException("message: nobody is there to sign it")),
                profile)
            : message;
    if (treatment.encrypt() == Encrypt.NO) {
      return content.slice(0, content.size());
    }
    MessageEncrypter.Options options =
        new MessageEncrypter.Options(MessageEncrypter.Options.standard().headerProtection(), profile);
    MessageEncrypter encrypter = new MessageEncrypter(variant.certificates(), options);
    return made(out -> encrypter.encrypt(content, random, out));
  }

  @Override
  public void close() throws IOException {
    for (Octets octets : signed.values()) {
      octets.close();
    }
  }

  private Octets signed(SigningIdentity signer, CryptoProfile profile) throws IOException {
    String word = profile.name().word();
    Octets before = signed.get(word);
    if (before != null) {
      return before;
    }
    MessageSigner.Options standard = MessageSigner.Options.standard();
    MessageSigner.Options options =
        new MessageSigner.Options(standard.form(), standard.headerProtection(), profile);
    Octets made = made(out -> new MessageSigner(signer, options).sign(message, at, random, out));
    signed.put(word, made);
    return made;
  }

  private interface Making {
    void to(OutputStream out) throws IOException;
  }

  private Octets made(Making making) throws IOException {
    try (Spool.Draft draft = spool.draft()) {
      making.to(draft);
      return draft.finish();
    }
  }

  private static CryptoProfile profile(String word) {
    return CryptoProfile.of(
        CryptoProfile.Name.ofWord(word)
            .orElseThrow(() -> new IllegalArgumentException("profile '" + word + "' does not exist")));
  }
}
