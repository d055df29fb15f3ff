package org.signetmail.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.signetmail.policy.Facts.RecipientCertificate;
import org.signetmail.policy.Treatment.Encrypt;
import org.signetmail.policy.Treatment.Sign;

/**
 * The wish to deliver with protection. What a message already carries is not asked for again: a
 * signed one is not signed, an encrypted one is left as it is. A directory that cannot be asked is
 * never a reason to send in clear.
 *
 * @param removed from the subject, where the message comes without protection
 */
record Protect(
    Wish sign,
    SignWith signWith,
    Wish encrypt,
    EncryptTo encryptTo,
    NoCertificate noCertificate,
    String profile,
    List<String> removed)
    implements Outcome {

  /** Whose key signs. */
  enum SignWith implements Word {
    ANY("any"),
    OWN_KEY("own-key"),
    SEAL("seal");

    private final String word;

    SignWith(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }

    boolean has(Facts.Signer signer) {
      return switch (this) {
        case ANY -> signer != Facts.Signer.NONE;
        case OWN_KEY -> signer == Facts.Signer.OWN_KEY;
        case SEAL -> signer == Facts.Signer.SEAL;
      };
    }
  }

  /** Whose certificate it is encrypted to. */
  enum EncryptTo implements Word {
    /** The person's, else the gateway of the partner. */
    ANY("any"),
    PERSON("person"),
    PARTNER("partner");

    private final String word;

    EncryptTo(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** What becomes of a message that must be encrypted and cannot be. */
  enum NoCertificate implements Word {
    REFUSE("refuse"),
    /** It is deferred, until there is a certificate or its sender's server gives up. */
    HOLD("hold");

    private final String word;

    NoCertificate(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  static Protect read(YamlMapping deliver, Set<String> profiles) throws YamlProblem {
    deliver.allow(
        "sign",
        "sign-with",
        "encrypt",
        "encrypt-to",
        "no-certificate",
        "profile",
        "remove-from-subject");
    String profile = deliver.optionalText("profile").orElse("auto");
    if (!profiles.contains(profile)) {
      throw new YamlProblem(
          deliver.placeOf("profile"),
          "profile '" + profile + "' does not exist",
          "known are " + String.join(", ", profiles.stream().sorted().toList()));
    }
    if (deliver.optionalText("no-certificate").filter("password-form"::equals).isPresent()) {
      throw new YamlProblem(
          deliver.placeOf("no-certificate"),
          "no-certificate 'password-form': no gateway makes one yet",
          "write refuse or hold");
    }
    List<String> removed = deliver.texts("remove-from-subject");
    if (removed.stream().anyMatch(String::isBlank)) {
      throw new YamlProblem(
          deliver.placeOf("remove-from-subject"), "nothing cannot be removed", "write the text");
    }
    return new Protect(
        deliver.required("sign", Wish::of),
        deliver
            .optional("sign-with", word -> Word.of(word, SignWith.values()))
            .orElse(SignWith.ANY),
        deliver.required("encrypt", Wish::of),
        deliver
            .optional("encrypt-to", word -> Word.of(word, EncryptTo.values()))
            .orElse(EncryptTo.ANY),
        deliver
            .optional("no-certificate", word -> Word.of(word, NoCertificate.values()))
            .orElse(NoCertificate.REFUSE),
        profile,
        removed);
  }

  @Override
  public Settled settle(Facts facts, String rule) {
    if (facts.message().protection() == Facts.Protection.ENCRYPTED) {
      return new Settled(
          new Decision.Deliver(new Treatment(Sign.NO, Encrypt.NO, profile), rule),
          "the message is encrypted already and is left as it is");
    }
    Encrypt encrypted = encrypted(facts.recipient());
    if (encrypt != Wish.NO && encrypted == Encrypt.NO) {
      if (asksThePerson() && facts.recipient().certificate() == RecipientCertificate.UNREACHABLE) {
        return unreachable(facts, rule);
      }
      if (encrypt == Wish.REQUIRED) {
        return withoutCertificate(facts, rule);
      }
    }
    boolean signs = sign != Wish.NO && facts.message().protection() == Facts.Protection.NONE;
    if (signs && !signWith.has(facts.author().signer())) {
      if (sign == Wish.REQUIRED) {
        return withoutSigner(facts, rule);
      }
      signs = false;
    }
    Treatment treatment =
        new Treatment(signs ? Sign.YES : Sign.NO, encrypted, profile, removed(facts.message()));
    return new Settled(new Decision.Deliver(treatment, rule), because(facts, treatment));
  }

  private boolean asksThePerson() {
    return encryptTo != EncryptTo.PARTNER;
  }

  private Encrypt encrypted(Facts.Recipient recipient) {
    if (encrypt == Wish.NO) {
      return Encrypt.NO;
    }
    if (asksThePerson() && recipient.certificate() != RecipientCertificate.NOT_FOUND) {
      return recipient.certificate() == RecipientCertificate.FOUND ? Encrypt.TO_PERSON : Encrypt.NO;
    }
    boolean gateway =
        encryptTo != EncryptTo.PERSON && recipient.gateway() == Facts.PartnerGateway.FOUND;
    return gateway ? Encrypt.TO_PARTNER : Encrypt.NO;
  }

  private static Settled unreachable(Facts facts, String rule) {
    String reason =
        facts.recipient().mailbox()
            + ": nobody could be asked for a certificate; it is tried again";
    return new Settled(
        new Decision.Defer(reason, rule),
        "a directory that does not answer is no reason to send in clear");
  }

  private Settled withoutCertificate(Facts facts, String rule) {
    String reason =
        facts.recipient().mailbox()
            + ": must be sent encrypted, and there is no certificate to encrypt to; ask the"
            + " recipient for a signed mail or for a certificate, or leave this recipient out";
    return switch (noCertificate) {
      case REFUSE ->
          new Settled(
              new Decision.Refuse(reason, rule),
              "encryption is required and there is no certificate");
      case HOLD ->
          new Settled(
              new Decision.Defer(reason, rule),
              "encryption is required, and it waits for a certificate");
    };
  }

  private Settled withoutSigner(Facts facts, String rule) {
    String author = facts.author().from().map(Object::toString).orElse("the author");
    String key =
        signWith == SignWith.OWN_KEY
            ? ": must be signed with the author's own key, which is not here; send it through the"
                + " agent, or sign it in the mail program"
            : ": must be signed, and there is no certificate to sign with; ask your administrator"
                + " to enrol you";
    return new Settled(
        new Decision.Refuse(author + key, rule), "a signature is required and nobody can make it");
  }

  /** Only what is there, and never from a message whose signature may cover it. */
  private List<String> removed(Facts.Message message) {
    String subject = message.subject().toLowerCase(Locale.ROOT);
    return message.protection() == Facts.Protection.NONE
        ? removed.stream().filter(text -> subject.contains(text.toLowerCase(Locale.ROOT))).toList()
        : List.of();
  }

  private static String because(Facts facts, Treatment treatment) {
    String signature =
        facts.message().protection() == Facts.Protection.SIGNED
            ? "it is signed already"
            : treatment.sign() == Sign.YES
                ? "it is signed"
                    + (facts.author().signer() == Facts.Signer.SEAL
                        ? " with the organisation's seal"
                        : " with the author's own key")
                : "it is not signed";
    String encryption =
        switch (treatment.encrypt()) {
          case TO_PERSON -> " and encrypted to the certificate that was found";
          case TO_PARTNER ->
              " and encrypted to the gateway of " + facts.recipient().partner().orElse("a partner");
          case NO -> " and not encrypted";
        };
    String subject =
        treatment.removedFromSubject().isEmpty()
            ? ""
            : "; '"
                + String.join("', '", treatment.removedFromSubject())
                + "' is removed from the subject";
    return signature + encryption + subject;
  }
}
