package org.signetmail.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.tlog.LogEntry;

/**
 * A ring whose keys lie in a store, each sealed by AES-256-GCM (NIST SP 800-38D) under one secret
 * that is not in it, with its holder and certificate authenticated: a key moved to another holder
 * does not open. Only an {@link EncryptionKey} gets in. The store is asked each time, so that what
 * was taken out opens nothing from then on; a key that was unsealed stays in memory as long as it
 * is used. Safe for use by many threads.
 */
public final class SealedKeyRing implements KeyRing {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int REMEMBERED = 1_000;

  private final KeyRingStore store;
  private final byte[] secret;
  private final SecureRandom random;
  private final Map<String, DecryptionIdentity> unsealed = new ConcurrentHashMap<>();

  /**
   * @param secret 32 octets, the same on every node
   */
  public SealedKeyRing(KeyRingStore store, byte[] secret, SecureRandom random) {
    if (secret.length != 32) {
      throw new IllegalArgumentException("key ring: its secret has not 32 octets");
    }
    this.store = store;
    this.secret = secret.clone();
    this.random = random;
  }

  /**
   * Takes a key in.
   *
   * @return its place in the log
   * @throws IllegalArgumentException in one line when it may not be, or is there already
   */
  public long add(
      RingHolder holder,
      EncryptionKey key,
      Certificate certificate,
      Instant since,
      LogEntry entry) {
    new DecryptionIdentity(key, certificate); // the certificate is over this key, or it throws
    byte[] pkcs8 = KeyPairs.pkcs8(key, SecretAccess.TOKEN);
    try {
      byte[] nonce = new byte[NONCE];
      random.nextBytes(nonce);
      byte[] text = cipher(Cipher.ENCRYPT_MODE, nonce, holder, certificate).doFinal(pkcs8);
      byte[] sealed = Arrays.copyOf(nonce, NONCE + text.length);
      System.arraycopy(text, 0, sealed, NONCE, text.length);
      return store.add(new KeyRingStore.Entry(holder, certificate, sealed, since), entry);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-256-GCM", e);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /**
   * Takes another certificate in over a key that is there, for mail that names the key by it.
   *
   * @return its place in the log
   * @throws IllegalArgumentException in one line when it is there already, or over another key
   */
  public long again(
      KeyRingStore.Entry entry, Certificate certificate, Instant since, LogEntry log) {
    if (!(identity(entry).key() instanceof EncryptionKey key)) {
      throw new IllegalStateException("key ring: a key that signs is in it");
    }
    return add(entry.holder(), key, certificate, since, log);
  }

  @Override
  public List<DecryptionIdentity> of(RingHolder holder) {
    return store.of(holder).stream().map(this::identity).toList();
  }

  /** Whether mail to this certificate is opened here. */
  public boolean opens(Certificate certificate) {
    List<RingHolder> holders = new ArrayList<>();
    for (Mailbox mailbox : certificate.mailboxes()) {
      holders.add(new RingHolder.Person(mailbox));
      holders.add(new RingHolder.Domain(mailbox.domain()));
    }
    return holders.stream()
        .flatMap(holder -> store.of(holder).stream())
        .anyMatch(entry -> entry.certificate().equals(certificate));
  }

  private DecryptionIdentity identity(KeyRingStore.Entry entry) {
    String name = entry.holder().key() + " " + entry.certificate().fingerprint();
    DecryptionIdentity known = unsealed.get(name);
    if (known != null) {
      return known;
    }
    DecryptionIdentity opened = unseal(entry);
    if (unsealed.size() >= REMEMBERED) {
      unsealed.clear();
    }
    unsealed.put(name, opened);
    return opened;
  }

  private DecryptionIdentity unseal(KeyRingStore.Entry entry) {
    Certificate certificate = entry.certificate();
    byte[] sealed = entry.sealed();
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE);
      byte[] pkcs8 =
          cipher(Cipher.DECRYPT_MODE, nonce, entry.holder(), certificate)
              .doFinal(sealed, NONCE, sealed.length - NONCE);
      try {
        return new DecryptionIdentity(
            KeyPairs.encryptionFromPkcs8(pkcs8, certificate.publicKey().getEncoded()), certificate);
      } finally {
        Arrays.fill(pkcs8, (byte) 0);
      }
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new IllegalStateException(
          "key ring: the key of "
              + entry.holder().key()
              + " does not open; the passphrase or the store is another");
    }
  }

  private Cipher cipher(int mode, byte[] nonce, RingHolder holder, Certificate certificate)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(
        ("signet key ring 1\n" + holder.key() + "\n" + certificate.fingerprint())
            .getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
