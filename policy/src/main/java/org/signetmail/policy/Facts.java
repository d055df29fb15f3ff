package org.signetmail.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.signetmail.pkix.Mailbox;

/**
 * Everything a policy may look at for one recipient of one message: plain values, gathered before,
 * so that a decision is a pure function.
 */
public record Facts(
    Direction direction,
    Message message,
    Author author,
    Recipient recipient,
    Places places,
    Received received) {

  /** Facts of mail about which nothing was found out. */
  public Facts(
      Direction direction, Message message, Author author, Recipient recipient, Places places) {
    this(direction, message, author, recipient, places, Received.NOTHING);
  }

  /** Facts where no table says who is where. */
  public Facts(Direction direction, Message message, Author author, Recipient recipient) {
    this(direction, message, author, recipient, Places.UNKNOWN);
  }

  /**
   * Under which laws author and recipient are, as the jurisdiction table says.
   *
   * @param author none when it is not known
   * @param recipient none when it is not known
   */
  public record Places(Set<String> author, Set<String> recipient) {
    public static final Places UNKNOWN = new Places(Set.of(), Set.of());

    public Places {
      author = Set.copyOf(author);
      recipient = Set.copyOf(recipient);
    }
  }

  Facts at(Places other) {
    return new Facts(direction, message, author, recipient, other, received);
  }

  /** The same, with what was found out. */
  public Facts with(Received other) {
    return new Facts(direction, message, author, recipient, places, other);
  }

  Facts with(Message other) {
    return new Facts(direction, other, author, recipient, places, received);
  }

  Facts with(Author other) {
    return new Facts(direction, message, other, recipient, places, received);
  }

  /**
   * What was found out about mail from outside.
   *
   * @param signature what the signature at its root came to; of a message that was opened here, the
   *     one inside
   * @param codes of the findings that are errors
   */
  public record Received(Signature signature, Set<String> codes, Attack attack, Openable openable) {
    public static final Received NOTHING =
        new Received(Signature.NONE, Set.of(), Attack.NONE, Openable.NO);

    public Received {
      codes = Set.copyOf(codes);
    }

    /** What a signature came to. */
    public enum Signature implements Word {
      NONE("none"),
      PASSED("passed"),
      FAILED("failed"),
      INDETERMINATE("indeterminate");

      private final String word;

      Signature(String word) {
        this.word = word;
      }

      @Override
      public String word() {
        return word;
      }
    }

    /** Whether it is made to look like what it is not. */
    public enum Attack {
      SUSPECTED,
      NONE
    }

    /** Whether this gateway holds a key of the recipient that opens it. */
    public enum Openable {
      YES,
      NO
    }
  }

  public enum Direction {
    OUTBOUND,
    INBOUND
  }

  /**
   * The message itself.
   *
   * @param subject decoded
   * @param headers by name in lower case, values unfolded, in order
   * @param labels how sensitive it is, in lower case, from wherever the policy says labels are
   * @param size in octets
   */
  public record Message(
      String subject,
      Map<String, List<String>> headers,
      Set<String> labels,
      long size,
      Protection protection) {
    public Message {
      headers =
          headers.entrySet().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      e -> e.getKey().toLowerCase(Locale.ROOT), e -> List.copyOf(e.getValue())));
      labels = Set.copyOf(labels);
    }
  }

  /**
   * Where it comes from.
   *
   * @param sender of the envelope; empty for bounces
   * @param from the one mailbox in the From field; empty when there is none, or more than one
   * @param groups of {@code from}
   * @param partner whose domain {@code from} is of
   * @param signer who can sign for {@code from}
   * @param login who proved to be the client (RFC 4954); empty where a listed host brought it
   */
  public record Author(
      Optional<Mailbox> sender,
      Optional<Mailbox> from,
      Set<String> groups,
      Optional<String> partner,
      Signer signer,
      Optional<Mailbox> login) {
    public Author {
      groups = Set.copyOf(groups);
    }

    /** An author whose client did not log in. */
    public Author(
        Optional<Mailbox> sender,
        Optional<Mailbox> from,
        Set<String> groups,
        Optional<String> partner,
        Signer signer) {
      this(sender, from, groups, partner, signer, Optional.empty());
    }
  }

  /**
   * Where it goes to.
   *
   * @param groups of the recipient, who is one of us
   * @param partner whose domain the recipient is of
   * @param gateway whether that partner's gateway can be encrypted to
   */
  public record Recipient(
      Mailbox mailbox,
      Set<String> groups,
      Optional<String> partner,
      RecipientCertificate certificate,
      PartnerGateway gateway) {
    public Recipient {
      groups = Set.copyOf(groups);
    }

    /** A recipient without a partner's gateway. */
    public Recipient(
        Mailbox mailbox,
        Set<String> groups,
        Optional<String> partner,
        RecipientCertificate certificate) {
      this(mailbox, groups, partner, certificate, PartnerGateway.NONE);
    }
  }

  /** Whether there is a certificate to encrypt to. */
  public enum RecipientCertificate {
    FOUND,
    NOT_FOUND,
    UNREACHABLE
  }

  /** Whether there is a certificate of the partner's gateway. */
  public enum PartnerGateway {
    FOUND,
    NONE
  }

  /** What the message came with. */
  public enum Protection {
    NONE,
    SIGNED,
    ENCRYPTED
  }

  /** Whose key signs for the author. */
  public enum Signer {
    /** The author's own, as in a person's agent. */
    OWN_KEY,
    /** The organisation's. */
    SEAL,
    NONE
  }

  /** The same message, for another recipient. */
  public Facts forRecipient(Recipient other) {
    return new Facts(direction, message, author, other, places, received);
  }
}
