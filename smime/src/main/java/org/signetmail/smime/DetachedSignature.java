package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.SigningIdentity;

/** Bare detached CMS SignedData over bytes that are not mail: requests, approvals, manifests (`openssl cms -verify -binary` reads it). */
public final class DetachedSignature {
  private DetachedSignature() {}
  public static byte[] sign(InputStream content, SigningIdentity signer, Instant at) throws IOException { throw new UnsupportedOperationException("STUB"); }
  /** Verdict without mail rules (no From): Passed carries the signer. */
  public static Verdict verify(byte[] signature, InputStream content, PathValidator.Context trust, Instant at) throws IOException { throw new UnsupportedOperationException("STUB"); }
}
