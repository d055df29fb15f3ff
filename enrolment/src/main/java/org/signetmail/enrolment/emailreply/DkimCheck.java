package org.signetmail.enrolment.emailreply;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.exceptions.TempFailException;
import org.signetmail.smime.Octets;

/**
 * Which DKIM signatures of a message hold (RFC 6376 §6), by Apache jDKIM. Only such count that
 * cover the whole body, are made by RSA or Ed25519 with SHA-256, and by RSA keys of 1024 bits at
 * least (RFC 8301 §3.2).
 */
record DkimCheck(DkimKeys keys) {
  /** Each costs a question to DNS and a public key operation. */
  static final int MOST_SIGNATURES = 5;

  private static final int LEAST_RSA_BITS = 1024; // RFC 8301 §3.2
  private static final Pattern KEY = Pattern.compile("(?:^|;)\\s*p\\s*=\\s*([^;]*)");
  private static final Pattern EDWARDS = Pattern.compile("(?:^|;)\\s*k\\s*=\\s*ed25519\\s*(?:;|$)");

  /**
   * What was found.
   *
   * @param holding those that hold
   * @param unanswered for which names DNS gave no answer
   */
  record Outcome(List<DkimSignature> holding, List<String> unanswered) {
    Outcome {
      holding = List.copyOf(holding);
      unanswered = List.copyOf(unanswered);
    }
  }

  Outcome of(Octets message) {
    AskedKeys asked = new AskedKeys(keys);
    List<SignatureRecord> verified;
    try {
      verified = new DKIMVerifier(asked).verify(message.stream());
    } catch (FailException | IOException | RuntimeException e) {
      verified = List.of(); // none holds, or what claims to be one is none
    }
    List<DkimSignature> holding =
        verified == null
            ? List.of() // no signature at all
            : verified.stream().filter(DkimCheck::counts).map(DkimCheck::signature).toList();
    return new Outcome(holding, asked.unanswered);
  }

  private static boolean counts(SignatureRecord record) {
    return record.getBodyHashLimit() < 0
        && record.getHashMethod().toString().equalsIgnoreCase("sha256");
  }

  private static DkimSignature signature(SignatureRecord record) {
    return new DkimSignature(
        record.getDToken().toString().toLowerCase(Locale.ROOT),
        record.getHeaders().stream()
            .map(name -> name.toString().strip().toLowerCase(Locale.ROOT))
            .collect(java.util.stream.Collectors.toSet()));
  }

  /** Asks for each key once, and remembers where nobody answered. */
  private static final class AskedKeys implements PublicKeyRecordRetriever {
    private final DkimKeys keys;
    final List<String> unanswered = new ArrayList<>();

    AskedKeys(DkimKeys keys) {
      this.keys = keys;
    }

    @Override
    public List<String> getRecords(CharSequence method, CharSequence selector, CharSequence domain)
        throws TempFailException {
      String name = selector + "._domainkey." + domain;
      try {
        return keys.texts(name).stream().filter(AskedKeys::isStrong).toList();
      } catch (IOException e) {
        unanswered.add(name + ": " + e.getMessage());
        throw new TempFailException("no answer");
      }
    }

    private static boolean isStrong(String text) {
      Matcher key = KEY.matcher(text);
      if (EDWARDS.matcher(text).find() || !key.find()) {
        return true;
      }
      try {
        byte[] der = Base64.getMimeDecoder().decode(key.group(1));
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der))
                instanceof RSAPublicKey rsa
            && rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        return false; // revoked (p= is empty), or no key
      }
    }
  }
}
