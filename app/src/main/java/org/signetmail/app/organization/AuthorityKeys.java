package org.signetmail.app.organization;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.Terminal;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.KeyVault;
import org.signetmail.app.token.AuthorityToken;
import org.signetmail.app.token.Pkcs11Uri;
import org.signetmail.ca.Generations;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;

/**
 * Where the keys of the issuing authority are: in sealed files of the home folder, or in the token
 * that the configuration names. An authority that began in a file goes into a token with its next
 * generation; the former ones answer from where they are.
 *
 * <p>A token's PIN comes from the file of {@code pin-source}, the environment variable {@code
 * SIGNET_PIN}, or a prompt on a terminal; never from the command line.
 */
final class AuthorityKeys {
  private final KeyVault vault;
  private final Optional<AuthorityToken> token;

  private AuthorityKeys(KeyVault vault, Optional<AuthorityToken> token) {
    this.vault = vault;
    this.token = token;
  }

  /** Opens the token, if the configuration names one. */
  static AuthorityKeys of(Configuration configuration, KeyVault vault) throws IOException {
    Optional<String> address = configuration.certificates().authorityKey();
    return new AuthorityKeys(
        vault, address.isPresent() ? Optional.of(opened(address.get())) : Optional.empty());
  }

  /** A new key, for a generation whose certificate is still to be made. */
  SigningKey make(KeyAlgorithm algorithm, SecureRandom random) {
    return token.isPresent() ? token.get().make(algorithm) : KeyPairs.signing(algorithm, random);
  }

  /** Keeps the key of the generation that issues from now on. */
  void keep(SigningIdentity generation) throws IOException {
    if (token.isPresent()) {
      token.get().keep(generation.key(), generation.certificate());
    } else {
      vault.put(KeyName.ISSUING, generation.key());
    }
  }

  /** Sees to it that a generation goes on to answer when another one issues. */
  void keepFormer(SigningIdentity generation) throws IOException {
    if (!isInToken(generation.certificate())) {
      vault.putFormerIssuing(Publication.name(generation.key().id()), generation.key());
    }
  }

  /** Removes the file in which the present generation was, once this one is in the token. */
  void forgetFileBeside(SigningIdentity generation) throws IOException {
    if (isInToken(generation.certificate())) {
      Files.deleteIfExists(vault.path(KeyName.ISSUING));
    }
  }

  /** The generations of a home: the current one, and those whose keys are still here. */
  Generations generations(Home home) throws IOException {
    SigningIdentity current = current(home);
    List<SigningIdentity> former = new ArrayList<>();
    for (Certificate one : home.issuingCertificates()) {
      if (!one.equals(current.certificate())) {
        former(one).ifPresent(former::add);
      }
    }
    former.sort(
        Comparator.comparing((SigningIdentity one) -> one.certificate().notBefore()).reversed());
    return new Generations(current, former);
  }

  /**
   * In a token the current generation is the one whose certificate is named so; in files it is the
   * one whose key is. Either is replaced in one step.
   */
  private SigningIdentity current(Home home) throws IOException {
    Certificate named = home.certificate("issuing");
    if (isInToken(named)) {
      return new SigningIdentity(token.orElseThrow().key(named), List.of(named));
    }
    if (token.isPresent() && !vault.has(KeyName.ISSUING)) {
      throw token.get().missing(named);
    }
    SigningKey key = vault.key(KeyName.ISSUING);
    Certificate certificate =
        home.issuingCertificates().stream()
            .filter(one -> one.keyId().equals(key.id()))
            .findFirst()
            .orElseThrow(() ->
                new Failure(
                    ExitCode.USAGE,
                    home.certificateFile("issuing")
                        + ": is not of the key in keys/issuing.key; bring both back from one"
                        + " backup"));
    return new SigningIdentity(key, List.of(certificate));
  }

  private Optional<SigningIdentity> former(Certificate certificate) throws IOException {
    String name = Publication.name(certificate.keyId());
    if (vault.hasFormerIssuing(name)) {
      return Optional.of(new SigningIdentity(vault.formerIssuing(name), List.of(certificate)));
    }
    return isInToken(certificate)
        ? Optional.of(
            new SigningIdentity(token.orElseThrow().key(certificate), List.of(certificate)))
        : Optional.empty();
  }

  private boolean isInToken(Certificate certificate) {
    return token.isPresent() && token.get().has(certificate);
  }

  private static AuthorityToken opened(String address) throws IOException {
    Pkcs11Uri uri = Pkcs11Uri.of(address);
    char[] pin = pin(uri);
    try {
      return AuthorityToken.open(uri, pin);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private static char[] pin(Pkcs11Uri uri) throws IOException {
    Optional<Path> source = uri.pinSource();
    if (source.isPresent()) {
      return Files.readString(source.get()).strip().toCharArray();
    }
    String variable = System.getenv("SIGNET_PIN");
    if (variable != null && !variable.isEmpty()) {
      return variable.toCharArray();
    }
    Console console =
        Terminal.console()
            .orElseThrow(() ->
                Failure.usage(
                    "certificates.authority-key: needs the token's PIN (RFC 7512 §2.4);"
                        + " add pin-source=FILE to its query, or set SIGNET_PIN"));
    char[] typed = console.readPassword("PIN of the authority's token: ");
    if (typed == null) {
      throw Failure.usage("certificates.authority-key: no PIN was typed; start again");
    }
    return typed;
  }
}
