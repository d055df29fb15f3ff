package org.signetmail.pkix;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.internal.CrmfForm;
import org.signetmail.pkix.internal.RequestForm;

/**
 * What a request asks for beside its key (RFC 2986 §4.1, RFC 4211 §5), read without looking at its
 * signature: for whom each of these is only a wish.
 *
 * @param mailboxes the addresses asked for, malformed ones left out
 * @param use which use of the key is asked for
 * @param password the {@code challengePassword} (RFC 2985 §5.4.1): a secret, or what binds the
 *     request to a connection (RFC 7030 §3.5)
 * @param wrappingKey to which key a key that is made for the request is to be encrypted
 */
public record RequestedContent(
    List<Mailbox> mailboxes,
    RequestedUse use,
    @Nullable String password,
    Optional<WrappingKey> wrappingKey) {

  /** What the certificate is to be for, by its key usage. */
  public enum RequestedUse {
    /** The request does not say. */
    ANY,
    SIGNING,
    ENCRYPTION,
    /** Both at once, or something that is for authorities. */
    NEITHER_ALONE;

    /** The one that these key usages come to. */
    public static RequestedUse of(Set<Certificate.Use> uses) {
      boolean signs =
          uses.contains(Certificate.Use.DIGITAL_SIGNATURE)
              || uses.contains(Certificate.Use.NON_REPUDIATION);
      boolean encrypts =
          uses.contains(Certificate.Use.KEY_ENCIPHERMENT)
              || uses.contains(Certificate.Use.DATA_ENCIPHERMENT)
              || uses.contains(Certificate.Use.KEY_AGREEMENT);
      boolean certifies =
          uses.contains(Certificate.Use.CERTIFICATE_SIGN)
              || uses.contains(Certificate.Use.CRL_SIGN);
      if (uses.isEmpty()) {
        return ANY;
      }
      return certifies || signs == encrypts ? NEITHER_ALONE : signs ? SIGNING : ENCRYPTION;
    }
  }

  /** Which key a private key is to be encrypted to. */
  public sealed interface WrappingKey {
    /** The octets by which the client names it. */
    byte[] identifier();

    /** One that both sides know (RFC 4108 §2.2.5). */
    record Shared(byte[] identifier) implements WrappingKey {
      public Shared {
        identifier = identifier.clone();
      }

      @Override
      public byte[] identifier() {
        return identifier.clone();
      }
    }

    /** A public key, by the key identifier of its certificate (RFC 7030 §4.4.1.2). */
    record OfCertificate(byte[] identifier) implements WrappingKey {
      public OfCertificate {
        identifier = identifier.clone();
      }

      @Override
      public byte[] identifier() {
        return identifier.clone();
      }
    }
  }

  public RequestedContent {
    mailboxes = List.copyOf(mailboxes);
  }

  /**
   * Reads DER or PEM; the signature may be anything.
   *
   * @throws IOException in one clear line
   */
  public static RequestedContent of(byte[] request) throws IOException {
    try {
      return RequestForm.content(request);
    } catch (IOException e) {
      throw new IOException("certification request: " + e.getMessage() + "; make it anew", e);
    }
  }

  /** What a request that was read asks for. */
  public static RequestedContent of(CertificationRequest request) {
    byte[] encoded = request.encoded();
    try {
      return CrmfForm.isKept(encoded) ? CrmfForm.content(encoded) : of(encoded);
    } catch (IOException e) {
      throw new IllegalStateException("a request that was read does not read again", e);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "RequestedContent[" + mailboxes + ", " + use + "]";
  }
}
