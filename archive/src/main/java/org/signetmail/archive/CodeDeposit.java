package org.signetmail.archive;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.signetmail.archive.CodeCopyStore.CodeCopy;
import org.signetmail.archive.internal.SignedText;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;

/**
 * Copies of an owner's keys under a recovery code, on their way from the owner's machine to the
 * archive. The server never sees the code.
 *
 * <pre>{@code
 * signet recovery code 1
 * owner: bob@example.test
 * at: 2026-11-23T12:00:00Z
 * copy: 9f86… MIIB…          key and sealed copy; one line a key
 * -----BEGIN CMS-----
 * …
 * }</pre>
 *
 * @param at to the second
 */
public record CodeDeposit(Mailbox owner, Instant at, List<CodeCopy> copies) {
  /** The first line of the file. */
  public static final String TITLE = "signet recovery code 1";

  public CodeDeposit {
    at = at.truncatedTo(ChronoUnit.SECONDS);
    copies = List.copyOf(copies);
  }

  /** Seals each archivable key of an owner; keys that may sign or lie in a token are left out. */
  public static CodeDeposit of(
      Mailbox owner,
      List<DecryptionIdentity> keys,
      RecoveryCode code,
      SecureRandom random,
      Instant at) {
    List<CodeCopy> copies = new ArrayList<>();
    for (DecryptionIdentity identity : keys) {
      if (identity.key() instanceof EncryptionKey key
          && key.privateKey(SecretAccess.TOKEN).getEncoded() != null) {
        byte[] pkcs8 = KeyPairs.pkcs8(key, SecretAccess.TOKEN);
        try {
          copies.add(new CodeCopy(key.id(), code.seal(pkcs8, key.id(), owner, random), at));
        } finally {
          Arrays.fill(pkcs8, (byte) 0);
        }
      }
    }
    return new CodeDeposit(owner, at, copies);
  }

  /** The file: the text, signed by the owner. */
  public byte[] signed(SigningIdentity signer) {
    DocumentText.Writer out =
        new DocumentText.Writer(TITLE).add("owner", owner.toString()).add("at", at);
    for (CodeCopy copy : copies) {
      out.add("copy", copy.key().hex() + " " + Base64.getEncoder().encodeToString(copy.sealed()));
    }
    return SignedText.sign(out.octets(), signer, at).encoded();
  }

  /** What a file says; nothing is proven by reading it. */
  public static CodeDeposit of(byte[] document) throws MalformedDocument {
    DocumentText.Reader in = new DocumentText.Reader(TITLE, SignedText.of(TITLE, document).text());
    Mailbox owner = in.takeMailbox("owner");
    Instant at = in.takeTime("at");
    List<CodeCopy> copies = new ArrayList<>();
    for (String line : in.takeAll("copy")) {
      String[] parts = line.split(" ", -1);
      if (parts.length != 2) {
        throw new MalformedDocument(TITLE + ": a copy is not key and octets; make the file again");
      }
      copies.add(new CodeCopy(in.key(parts[0]), in.octets(parts[1]), at));
    }
    in.end();
    return new CodeDeposit(owner, at, copies);
  }
}
