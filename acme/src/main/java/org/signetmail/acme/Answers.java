package org.signetmail.acme;

import java.net.URI;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;
import org.signetmail.acme.OutsideAuthorityException.Kind;

/** Every way in which an exchange can fail, as one line for a person. */
final class Answers {
  private static final int LONGEST = 300;

  private Answers() {}

  /** One exchange. */
  interface Exchange<T> {
    T get() throws Exception;
  }

  static <T> T of(URI directory, Exchange<T> exchange) throws OutsideAuthorityException {
    try {
      return exchange.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutsideAuthorityException(
          Kind.NOT_YET, directory + ": interrupted; run it again", e);
    } catch (Exception e) {
      throw failure(directory, e);
    }
  }

  private static OutsideAuthorityException failure(URI directory, Exception e) {
    return switch (e) {
      case OutsideAuthorityException said -> said;
      case AcmeLazyLoadingException lazy when lazy.getCause() instanceof Exception cause ->
          failure(directory, cause);
      case AcmeNetworkException network ->
          new OutsideAuthorityException(
              Kind.UNREACHABLE,
              directory + ": no answer (" + reason(network) + "); check the address, --acme-trust",
              network);
      case AcmeUserActionRequiredException terms ->
          new OutsideAuthorityException(
              Kind.REFUSED,
              directory
                  + ": wants its terms agreed to"
                  + terms.getTermsOfServiceUri().map(uri -> ", " + uri).orElse("")
                  + " (RFC 8555 §7.3.3); read them and add --agree-terms",
              terms);
      case AcmeServerException server ->
          new OutsideAuthorityException(
              Kind.REFUSED,
              directory + ": " + oneLine(String.valueOf(server.getMessage())),
              server);
      default ->
          new OutsideAuthorityException(
              Kind.UNREACHABLE,
              directory
                  + ": does not answer as ACME does ("
                  + oneLine(String.valueOf(e.getMessage()))
                  + "); check the address",
              e);
    };
  }

  /** The innermost reason: "certificate_unknown" says more than "network error". */
  private static String reason(Throwable e) {
    Throwable last = e;
    for (Throwable next = last.getCause(); next != null; next = next.getCause()) {
      last = next;
    }
    return oneLine(last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage());
  }

  /** What somebody else wrote, fit for a terminal: one short line, no control characters. */
  static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
