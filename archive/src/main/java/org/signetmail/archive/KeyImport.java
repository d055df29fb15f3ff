package org.signetmail.archive;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.DecryptionKey;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Takes keys of former times into the archive, with the certificates that old messages name.
 *
 * <p>Certificates are kept before their key, so that no key lies in the archive by which no message
 * is found, wherever a run is interrupted; doing it again does what was left. A certificate that
 * signs is kept too: it bars its key from the archive, also when the key comes again in another
 * file. Safe for many threads.
 */
public final class KeyImport {
  private final KeyArchive archive;
  private final ArchiveStore store;
  private final FormerCertificates former;
  private final KnownCertificates known;
  private final SecureRandom random;

  /**
   * @param known every certificate known over a key, those of former times among them
   */
  public KeyImport(
      KeyArchive archive,
      ArchiveStore store,
      FormerCertificates former,
      KnownCertificates known,
      SecureRandom random) {
    this.archive = archive;
    this.store = store;
    this.former = former;
    this.known = known;
    this.random = random;
  }

  /** Whether keys are only looked at, or kept. */
  public enum Mode {
    LOOK,
    KEEP
  }

  /** Whose key it is, by the certificates over it; empty when nobody can say. */
  @FunctionalInterface
  public interface Owners {
    Optional<Mailbox> of(List<Certificate> certificates);
  }

  /**
   * One key and what came of it.
   *
   * @param certificates over this key, as they came with it
   * @param owner empty when nobody can say
   */
  public record Result(
      KeyId key, List<Certificate> certificates, Optional<Mailbox> owner, Outcome outcome) {
    public Result {
      certificates = List.copyOf(certificates);
    }
  }

  /** What came of one key. */
  public sealed interface Outcome {
    record Archived(ArchiveReceipt receipt) implements Outcome {}

    /** It was archived before, for the same owner; its certificates are known now. */
    record ThereAlready(ArchiveReceipt receipt) implements Outcome {}

    /** Nothing speaks against it, and nothing was kept. */
    record Due() implements Outcome {}

    /** It only signs, so it stays with its owner, as it should. */
    record OnlySigns(Certificate certificate) implements Outcome {}

    record Refused(List<Finding> findings) implements Outcome {}
  }

  /** Takes every key of a file, in its order. */
  public List<Result> take(KeyFile file, Owners owners, Mode mode, Instant at) {
    Set<KeyId> ids =
        Stream.concat(
                file.decryption().stream().map(one -> one.key().id()),
                file.signing().stream().map(one -> one.key().id()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<Result> results = new ArrayList<>();
    for (KeyId id : ids) {
      List<Certificate> own =
          file.certificates().stream().filter(one -> one.keyId().equals(id)).distinct().toList();
      Optional<DecryptionKey> opens =
          file.decryption().stream()
              .map(DecryptionIdentity::key)
              .filter(key -> key.id().equals(id))
              .findFirst();
      results.add(
          opens.isPresent()
              ? take(opens.get(), own, owners, mode, at)
              : onlySigns(file.signing(), id, own, owners, mode, at));
    }
    return results;
  }

  /**
   * Takes one key.
   *
   * @param certificates over it
   */
  public Result take(
      DecryptionKey key, List<Certificate> certificates, Owners owners, Mode mode, Instant at) {
    Optional<Mailbox> owner = owners.of(certificates);
    return new Result(key.id(), certificates, owner, outcome(key, certificates, owner, mode, at));
  }

  /** Keeps a certificate that came without its key, when the key is archived; else nothing. */
  public Optional<Result> take(Certificate certificate, Mode mode, Instant at) {
    return store
        .find(certificate.keyId())
        .map(before -> {
          String whom = before.owner().toString();
          remember(List.of(certificate), whom, mode, at);
          Outcome outcome =
              certificate.maySign() || certificate.isAuthority()
                  ? refused(maySign(certificate.keyId(), certificate, whom))
                  : new Outcome.ThereAlready(before.receipt());
          return new Result(
              certificate.keyId(), List.of(certificate), Optional.of(before.owner()), outcome);
        });
  }

  private Outcome outcome(
      DecryptionKey key,
      List<Certificate> certificates,
      Optional<Mailbox> owner,
      Mode mode,
      Instant at) {
    List<Certificate> all = new ArrayList<>(known.over(key.id()));
    certificates.stream().filter(one -> !all.contains(one)).forEach(all::add);
    String whom = owner.map(Mailbox::toString).orElseGet(() -> name(certificates, key.id()));
    return switch (EncryptionKey.of(key.privateKey(SecretAccess.TOKEN), key.publicKey(), all)) {
      case EncryptionKey.Classified.MaySign sign -> {
        remember(List.of(sign.certificate()), whom, mode, at);
        yield refused(maySign(key.id(), sign.certificate(), whom));
      }
      case EncryptionKey.Classified.CannotEncrypt(String algorithm) ->
          refused(ArchiveFinding.ARCHIVE_CANNOT_ENCRYPT.on(whom, "the key is for " + algorithm));
      case EncryptionKey.Classified.EncryptsOnly(EncryptionKey only) -> {
        if (!certificates.isEmpty() && certificates.stream().noneMatch(Certificate::isForMail)) {
          yield refused(
              ArchiveFinding.ARCHIVE_NOT_FOR_MAIL.on(
                  whom, "no certificate over the key is for mail"));
        }
        yield owner.isEmpty()
            ? refused(ArchiveFinding.ARCHIVE_UNKNOWN_OWNER.on(whom, "is nobody known here"))
            : keep(only, certificates, owner.get(), mode, at);
      }
    };
  }

  private Outcome keep(
      EncryptionKey key, List<Certificate> certificates, Mailbox owner, Mode mode, Instant at) {
    Optional<ArchivedKey> before = store.find(key.id());
    if (before.isPresent() && !before.get().owner().equals(owner)) {
      return refused(
          ArchiveFinding.ARCHIVE_OTHER_OWNER.on(
              owner, "the archive keeps this key for somebody else"));
    }
    remember(certificates, owner.toString(), mode, at);
    if (before.isPresent()) {
      return new Outcome.ThereAlready(before.get().receipt());
    }
    if (mode == Mode.LOOK) {
      return new Outcome.Due();
    }
    return switch (archive.archive(key, owner, at)) {
      case KeyArchive.Outcome.Archived(ArchiveReceipt receipt) -> new Outcome.Archived(receipt);
      case KeyArchive.Outcome.Refused(List<Finding> findings) -> new Outcome.Refused(findings);
    };
  }

  private Result onlySigns(
      List<SigningIdentity> signing,
      KeyId id,
      List<Certificate> own,
      Owners owners,
      Mode mode,
      Instant at) {
    Certificate certificate =
        signing.stream()
            .filter(one -> one.key().id().equals(id))
            .map(SigningIdentity::certificate)
            .findFirst()
            .orElseThrow();
    Optional<Mailbox> owner = owners.of(own);
    String whom = owner.map(Mailbox::toString).orElseGet(() -> name(own, id));
    remember(List.of(certificate), whom, mode, at);
    Outcome outcome =
        store.find(id).isPresent()
            ? refused(maySign(id, certificate, whom))
            : new Outcome.OnlySigns(certificate);
    return new Result(id, own, owner, outcome);
  }

  private Finding maySign(KeyId key, Certificate certificate, String whom) {
    String detail = "the key may sign by certificate " + certificate.serialHex();
    return store.find(key).isPresent()
        ? ArchiveFinding.ARCHIVE_SIGNS_AFTER_ALL.on(whom, detail + ", and is archived")
        : ArchiveFinding.ARCHIVE_MAY_SIGN.on(whom, detail);
  }

  /** Those that nobody knew; what the store has of the key already is not said twice. */
  private void remember(List<Certificate> certificates, String whom, Mode mode, Instant at) {
    if (mode == Mode.LOOK) {
      return;
    }
    for (Certificate certificate : certificates) {
      if (!known.over(certificate.keyId()).contains(certificate)) {
        former.keep(
            certificate,
            LogEntry.of(EntryType.CERTIFICATE_REMEMBERED, at)
                .with("key", certificate.keyId().hex())
                .with("certificate", certificate.fingerprint())
                .committing("owner", whom, random));
      }
    }
  }

  private static String name(List<Certificate> certificates, KeyId key) {
    return certificates.stream()
        .flatMap(one -> one.mailboxes().stream().map(Mailbox::toString))
        .findFirst()
        .orElseGet(() ->
            certificates.stream()
                .map(Certificate::displayName)
                .findFirst()
                .orElse("key " + key.hex().substring(0, 16)));
  }

  private static Outcome refused(Finding finding) {
    return new Outcome.Refused(List.of(finding));
  }
}
