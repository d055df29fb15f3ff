package org.signetmail.policy;

import java.util.Set;
import org.signetmail.policy.Treatment.Encrypt;
import org.signetmail.policy.Treatment.Sign;

/**
 * The wish to deliver with protection. What a message already carries is not asked for again: a
 * signed one is not signed, an encrypted one is left as it is. A directory that cannot be asked is
 * never a reason to send in clear.
 */
record Protect(Wish sign, Wish encrypt, String profile) implements Outcome {

  static Protect read(YamlMapping deliver, Set<String> profiles) throws YamlProblem {
    deliver.allow("sign", "encrypt", "profile");
    String profile = deliver.optionalText("profile").orElse("auto");
    if (!profiles.contains(profile)) {
      throw new YamlProblem(
          deliver.placeOf("profile"),
          "profile '" + profile + "' does not exist",
          "known are " + String.join(", ", profiles.stream().sorted().toList()));
    }
    return new Protect(
        deliver.required("sign", Wish::of), deliver.required("encrypt", Wish::of), profile);
  }

  @Override
  public Settled settle(Facts facts, String rule) {
    if (facts.message().protection() == Facts.Protection.ENCRYPTED) {
      return new Settled(
          new Decision.Deliver(new Treatment(Sign.NO, Encrypt.NO, profile), rule),
          "the message is encrypted already and is left as it is");
    }
    boolean encrypted = false;
    if (encrypt != Wish.NO) {
      switch (facts.recipient().certificate()) {
        case UNREACHABLE -> {
          String reason =
              facts.recipient().mailbox()
                  + ": nobody could be asked for a certificate; it is tried again";
          return new Settled(
              new Decision.Defer(reason, rule),
              "a directory that does not answer is no reason to send in clear");
        }
        case NOT_FOUND -> {
          if (encrypt == Wish.REQUIRED) {
            String reason =
                facts.recipient().mailbox()
                    + ": must be sent encrypted, and there is no certificate to encrypt to; ask the"
                    + " recipient for a signed mail or for a certificate, or leave this recipient"
                    + " out";
            return new Settled(
                new Decision.Refuse(reason, rule),
                "encryption is required and there is no certificate");
          }
        }
        case FOUND -> encrypted = true;
      }
    }
    boolean signs = sign != Wish.NO && facts.message().protection() == Facts.Protection.NONE;
    if (signs && facts.author().signer() == Facts.Signer.NONE) {
      if (sign == Wish.REQUIRED) {
        String author = facts.author().from().map(Object::toString).orElse("the author");
        String reason =
            author
                + ": must be signed, and there is no certificate to sign with; ask your"
                + " administrator to enrol you";
        return new Settled(
            new Decision.Refuse(reason, rule), "a signature is required and nobody can make it");
      }
      signs = false;
    }
    Treatment treatment =
        new Treatment(signs ? Sign.YES : Sign.NO, encrypted ? Encrypt.YES : Encrypt.NO, profile);
    return new Settled(new Decision.Deliver(treatment, rule), because(facts, treatment));
  }

  private static String because(Facts facts, Treatment treatment) {
    String signature =
        facts.message().protection() == Facts.Protection.SIGNED
            ? "it is signed already"
            : treatment.sign() == Sign.YES ? "it is signed" : "it is not signed";
    String encryption =
        treatment.encrypt() == Encrypt.YES
            ? "encrypted to the certificate that was found"
            : "not encrypted";
    return signature + " and " + encryption;
  }
}
