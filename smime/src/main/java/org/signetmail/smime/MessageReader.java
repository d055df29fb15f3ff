package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateCache;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.PathCache;
import org.signetmail.pkix.PathValidator;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.mime.Entity;

/**
 * Reads a message as a careful reader would: opens what is encrypted for the given keys, verifies
 * what is signed at the root, and says what both came to. Safe for use by many threads; keep one
 * for as long as the trust is the same: it remembers the certificates and the valid paths of those
 * whose mail it read, as long as nothing can have changed.
 *
 * <p>Status comes from the root alone (RFC 9787 §6): layers of signature and encryption are
 * followed as long as one is the whole content of the other; what is signed or encrypted somewhere
 * inside a multipart never raises the verdict.
 */
public final class MessageReader {
  /** How to read. */
  public record Options(CryptoProfile profile, Budget budget) {
    /** Profile {@code auto}, {@link Budget#STANDARD}. */
    public static Options standard() {
      return new Options(CryptoProfile.of(CryptoProfile.Name.AUTO), Budget.STANDARD);
    }
  }

  /** What is remembered of messages before: a few hundred correspondents, some ten megabytes. */
  private record Memory(PathCache paths, CertificateCache certificates) {
    static Memory empty() {
      return new Memory(new PathCache(1_000), new CertificateCache(1_000));
    }
  }

  private final OpeningKeys keys;
  private final PathValidator.Context trust;
  private final Spool spool;
  private final Options options;
  private final Primitives primitives;
  private final Memory memory;

  public MessageReader(
      List<DecryptionIdentity> keys, PathValidator.Context trust, Spool spool, Options options) {
    this(
        new OpeningKeys(keys, List.of()),
        trust,
        spool,
        options,
        Primitives.standard(),
        Memory.empty());
  }

  private MessageReader(
      OpeningKeys keys,
      PathValidator.Context trust,
      Spool spool,
      Options options,
      Primitives primitives,
      Memory memory) {
    this.keys = keys;
    this.trust = trust;
    this.spool = spool;
    this.options = options;
    this.primitives = primitives;
    this.memory = memory;
  }

  /** The same, and these passwords open messages that are encrypted to one (RFC 5652 §6.2.4). */
  public MessageReader opening(List<MessagePassword> passwords) {
    return new MessageReader(
        new OpeningKeys(keys.identities(), passwords), trust, spool, options, primitives, memory);
  }

  /** The same, with what it remembers, and these keys in place of those it has. */
  public MessageReader withKeys(List<DecryptionIdentity> others) {
    return new MessageReader(
        new OpeningKeys(others, List.of()), trust, spool, options, primitives, memory);
  }

  /** The same, with other implementations of the primitives. */
  public MessageReader using(Primitives other) {
    return new MessageReader(keys, trust, spool, options, other, memory);
  }

  /**
   * The message stays its caller's to close; what is read of it stays good without.
   *
   * @param at the time of checking
   * @throws MalformedMessage when the input is not a message at all
   */
  public Reading read(Octets message, Instant at) throws IOException {
    return read(message, at, new RootKey());
  }

  /**
   * Reads one message for several readers, each with keys of their own. The message stays its
   * caller's to close, and must stay open as long as what comes back.
   *
   * @param at the time of checking
   */
  public SharedReading shared(Octets message, Instant at) {
    return new SharedReading(this, message, at);
  }

  /**
   * Whether a signer's certificate counts, where somebody else found that the signature holds.
   *
   * @throws IOException when the algorithms it names are not understood, one line
   */
  public PathValidator.Outcome judge(SignerClaim claim, Instant at) throws IOException {
    return claim.judged(trust, options.profile(), at);
  }

  /**
   * @param found hears which content-encryption key opened the root
   */
  Reading read(Octets message, Instant at, RootKey found) throws IOException {
    Jca jca = new Jca(primitives);
    try (Layers layers = new Layers(keys, spool, options, jca, memory.certificates())) {
      layers.walk(message.share());
      SignatureCheck check = new SignatureCheck(trust, memory.paths(), options.profile(), jca, at);
      Reading reading = new Judgement(layers, check, jca).reading();
      found.take(layers);
      return reading;
    }
  }

  /**
   * Whose certificate leads to this content-encryption key at the root of a message; empty when
   * none of the keys does at once.
   */
  Optional<Certificate> comesTo(byte[] contentKey, Octets message) throws IOException {
    Entity entity = Entity.of(message, options.budget().headerBytes());
    if (!LayerTypes.isCms(entity, entity.header().contentType())) {
      return Optional.empty();
    }
    try (InputStream in = entity.decoded(spool)) {
      return new Opener(keys, spool, options, new Jca(primitives))
          .comesTo(contentKey, ContentInfo.of(in))
          .map(DecryptionIdentity::certificate);
    }
  }
}
