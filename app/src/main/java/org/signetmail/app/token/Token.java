package org.signetmail.app.token;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.DecryptionKey;
import org.signetmail.pkix.DualUseKey;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;

/**
 * The keys of one token that have a certificate beside them. They never leave it: what comes out
 * are handles, and each operation is the token's.
 */
public final class Token {
  private static final Map<String, Provider> OPENED = new ConcurrentHashMap<>();

  private record Entry(PrivateKey key, List<Certificate> path) {}

  private final List<Entry> entries;

  private Token(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Logs in and lists the keys.
   *
   * @param pin not kept here
   * @throws Failure in one line, when there is no such token or key, or the PIN is wrong
   */
  public static Token open(Pkcs11Uri address, char[] pin) {
    Path module = address.module();
    Provider provider = provider(module, slot(address, module));
    try {
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      return new Token(entries(store, address));
    } catch (IOException e) {
      throw Failure.unreadable(
          "--key pkcs11:…: the token does not open with this PIN; give its own, and mind that it"
              + " locks after a few wrong ones",
          e);
    } catch (GeneralSecurityException | ProviderException e) {
      throw Failure.unreadable(
          "--key pkcs11:…: the token does not show its keys ("
              + e.getMessage()
              + "); look at the token and its library",
          e);
    }
  }

  /** Identities that may sign. */
  public List<SigningIdentity> signing() {
    return entries.stream()
        .filter(entry -> entry.path().getFirst().maySign())
        .map(entry ->
            new SigningIdentity(
                new SigningKey(entry.key(), entry.path().getFirst().publicKey()), entry.path()))
        .toList();
  }

  /** Identities that open messages. */
  public List<DecryptionIdentity> decryption() {
    List<Certificate> all = entries.stream().map(entry -> entry.path().getFirst()).toList();
    return entries.stream()
        .filter(entry -> entry.path().getFirst().mayEncrypt())
        .map(entry ->
            new DecryptionIdentity(
                decryptionKey(entry.key(), entry.path().getFirst(), all), entry.path().getFirst()))
        .toList();
  }

  private static DecryptionKey decryptionKey(
      PrivateKey key, Certificate certificate, List<Certificate> all) {
    return switch (EncryptionKey.of(key, certificate.publicKey(), all)) {
      case EncryptionKey.Classified.EncryptsOnly only -> only.key();
      case EncryptionKey.Classified.MaySign both -> both.key();
      case EncryptionKey.Classified.CannotEncrypt _ -> new DualUseKey(key, certificate.publicKey());
    };
  }

  private static List<Entry> entries(KeyStore store, Pkcs11Uri address)
      throws GeneralSecurityException {
    List<Entry> entries = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      boolean isMeant = address.object().map(alias::equals).orElse(true);
      if (isMeant && store.getKey(alias, null) instanceof PrivateKey key) {
        List<Certificate> path =
            Arrays.stream(store.getCertificateChain(alias))
                .map(X509Certificate.class::cast)
                .map(Certificate::of)
                .filter(certificate -> !certificate.isSelfIssued())
                .toList();
        if (!path.isEmpty()) {
          entries.add(new Entry(key, path));
        }
      }
    }
    if (entries.isEmpty()) {
      throw new Failure(
          ExitCode.UNREADABLE,
          "--key pkcs11:…: the token has no private key "
              + address.object().map(name -> "'" + name + "' ").orElse("")
              + "with a certificate beside it (RFC 7512 §2.3); look with 'pkcs11-tool"
              + " --list-objects'");
    }
    return entries;
  }

  static long slot(Pkcs11Uri address, Path module) {
    List<TokenSlots.Token> all;
    try {
      all = TokenSlots.of(module);
    } catch (IOException e) {
      throw Failure.unreadable(
          module + ": " + e.getMessage() + "; name the library that came with your token", e);
    }
    List<TokenSlots.Token> meant = all.stream().filter(t -> isMeant(t, address.path())).toList();
    if (meant.size() == 1) {
      return meant.getFirst().slot();
    }
    throw new Failure(
        ExitCode.UNREADABLE,
        "--key pkcs11:…: names "
            + (meant.isEmpty() ? "no token" : meant.size() + " tokens")
            + " of those that are there, "
            + all.stream().map(TokenSlots.Token::label).toList()
            + " (RFC 7512 §2.3); write token=LABEL");
  }

  private static boolean isMeant(TokenSlots.Token token, Map<String, String> path) {
    return path.getOrDefault("token", token.label()).equals(token.label())
        && path.getOrDefault("manufacturer", token.manufacturer()).equals(token.manufacturer())
        && path.getOrDefault("model", token.model()).equals(token.model())
        && path.getOrDefault("serial", token.serial()).equals(token.serial())
        && path.getOrDefault("slot-id", Long.toString(token.slot()))
            .equals(Long.toString(token.slot()));
  }

  /**
   * Registered behind all others: keys of a token find it, because nobody else takes them. Derived
   * secrets must come out of the token, for the key that they wrap is unwrapped outside.
   */
  static Provider provider(Path module, long slot) {
    String library = module.toAbsolutePath().toString();
    return OPENED.computeIfAbsent(
        library + " " + slot,
        key -> {
          String configuration =
              """
              --name = Signet%d
              library = "%s"
              slot = %d
              attributes(generate, CKO_SECRET_KEY, *) = {
                CKA_SENSITIVE = false
                CKA_EXTRACTABLE = true
              }
              attributes(generate, CKO_PRIVATE_KEY, *) = {
                CKA_TOKEN = true
                CKA_SENSITIVE = true
                CKA_EXTRACTABLE = false
                CKA_SIGN = true
              }
              """
                  .formatted(OPENED.size(), library.replace("\"", ""), slot);
          Provider base = Security.getProvider("SunPKCS11");
          if (base == null) {
            throw new Failure(
                ExitCode.UNREADABLE,
                "--key pkcs11:…: this Java has no SunPKCS11; use one with jdk.crypto.cryptoki");
          }
          Provider provider = base.configure(configuration);
          Security.addProvider(provider);
          return provider;
        });
  }
}
