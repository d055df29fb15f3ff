package org.signetmail.policy;

import java.util.ArrayList;
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
 * @param forms for those without a certificate, where a rule asks for them
 * @param removed from the subject, where the message comes without protection
 * @param alsoReaders who can open what is encrypted, besides
 * @param reception of mail from outside
 */
record Protect(
    Wish sign,
    SignWith signWith,
    Wish encrypt,
    EncryptTo encryptTo,
    NoCertificate noCertificate,
    PasswordForms forms,
    String profile,
    List<String> removed,
    List<AlsoReader> alsoReaders,
    Reception reception)
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

  private static final List<String> KEYS =
      List.of(
          "sign",
          "sign-with",
          "encrypt",
          "encrypt-to",
          "no-certificate",
          "profile",
          "remove-from-subject",
          "also-encrypt-to");
  private static final List<String> INBOUND_KEYS =
      List.of("open", "mark-subject", "banner", "quarantine");

  static Protect read(
      YamlMapping deliver, Set<String> profiles, PasswordForms forms, Facts.Direction direction)
      throws YamlProblem {
    List<String> known = new ArrayList<>(KEYS);
    if (direction == Facts.Direction.INBOUND) {
      known.addAll(INBOUND_KEYS);
    }
    deliver.allow(known.toArray(String[]::new));
    String profile = deliver.optionalText("profile").orElse("auto");
    if (!profiles.contains(profile)) {
      throw new YamlProblem(
          deliver.placeOf("profile"),
          "profile '" + profile + "' does not exist",
          "known are " + String.join(", ", profiles.stream().sorted().toList()));
    }
    List<String> removed = deliver.texts("remove-from-subject");
    if (removed.stream().anyMatch(String::isBlank)) {
      throw new YamlProblem(
          deliver.placeOf("remove-from-subject"), "nothing cannot be removed", "write the text");
    }
    Wish encrypt = deliver.required("encrypt", Wish::of);
    NoCertificate noCertificate =
        deliver
            .optional("no-certificate", word -> Word.of(word, NoCertificate.values()))
            .orElse(NoCertificate.REFUSE);
    if (noCertificate == NoCertificate.PASSWORD_FORM && direction == Facts.Direction.INBOUND) {
      throw new YamlProblem(
          deliver.placeOf("no-certificate"),
          "no-certificate 'password-form' is for our own people's mail",
          "write refuse, hold or invite");
    }
    List<AlsoReader> alsoReaders = alsoReaders(deliver);
    if (encrypt == Wish.NO && !alsoReaders.isEmpty()) {
      throw new YamlProblem(
          deliver.placeOf("also-encrypt-to"),
          "also-encrypt-to beside encrypt: no",
          "leave it out, or encrypt");
    }
    return new Protect(
        deliver.required("sign", Wish::of),
        deliver
            .optional("sign-with", word -> Word.of(word, SignWith.values()))
            .orElse(SignWith.ANY),
        encrypt,
        deliver
            .optional("encrypt-to", word -> Word.of(word, EncryptTo.values()))
            .orElse(EncryptTo.ANY),
        noCertificate,
        forms,
        profile,
        removed,
        alsoReaders,
        direction == Facts.Direction.INBOUND ? Reception.read(deliver) : Reception.NONE);
  }

  private static List<AlsoReader> alsoReaders(YamlMapping deliver) throws YamlProblem {
    List<AlsoReader> readers = new ArrayList<>();
    for (String word : deliver.texts("also-encrypt-to")) {
      try {
        readers.add(AlsoReader.of(word));
      } catch (IllegalArgumentException e) {
        throw new YamlProblem(
            deliver.placeOf("also-encrypt-to"),
            "also-encrypt-to " + e.getMessage(),
            "correct it and start again");
      }
    }
    return readers;
  }

  @Override
  public Settled settle(Facts facts, String rule) {
    boolean isKept = reception.quarantine().isPresent();
    if (facts.message().protection() == Facts.Protection.ENCRYPTED || isKept) {
      String why = isKept ? "the message is kept back" : "the message is encrypted already";
      return new Settled(
          new Decision.Deliver(
              new Treatment(Sign.NO, Encrypt.NO, profile).receiving(reception), rule),
          why + " and is left as it is" + reception.because());
    }
    Encrypt encrypted = encrypted(facts.recipient());
    List<AlsoReader> readers = alsoReaders;
    if (encrypt != Wish.NO && encrypted == Encrypt.NO) {
      if (asksThePerson() && facts.recipient().certificate() == RecipientCertificate.UNREACHABLE) {
        return unreachable(facts, rule);
      }
      if (encrypt == Wish.REQUIRED && noCertificate == NoCertificate.PASSWORD_FORM) {
        boolean isArchived = alsoReaders.stream().anyMatch(AlsoReader.Archive.class::isInstance);
        encrypted = forms.of(facts.message().size(), isArchived);
        readers = encrypted == Encrypt.TO_PASSWORD_CMS ? alsoReaders : List.of();
        if (encrypted == Encrypt.NO) {
          return tooLarge(facts, rule);
        }
      } else if (encrypt == Wish.REQUIRED) {
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
        new Treatment(
            signs ? Sign.YES : Sign.NO,
            encrypted,
            profile,
            removed(facts.message()),
            encrypted == Encrypt.NO ? List.of() : readers,
            reception);
    return new Settled(
        new Decision.Deliver(treatment, rule), TreatmentText.because(facts, treatment));
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
      case REFUSE, PASSWORD_FORM -> // a form is made before it comes to this
          new Settled(
              new Decision.Refuse(reason, rule),
              "encryption is required and there is no certificate");
      case HOLD ->
          new Settled(
              new Decision.Defer(reason, rule),
              "encryption is required, and it waits for a certificate");
      case INVITE ->
          new Settled(
              new Decision.Defer(reason, rule, Decision.Meanwhile.INVITE),
              "encryption is required, and it waits for a certificate; the recipient is asked for"
                  + " one");
    };
  }

  private Settled tooLarge(Facts facts, String rule) {
    String reason =
        facts.recipient().mailbox()
            + ": has no certificate, and the message is too large for a page under a password ("
            + facts.message().size()
            + " octets, "
            + forms.largestPage()
            + " at most); send less at once, or ask the recipient for a certificate";
    return new Settled(
        new Decision.Refuse(reason, rule), "it is larger than password-form: largest-page");
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
}
