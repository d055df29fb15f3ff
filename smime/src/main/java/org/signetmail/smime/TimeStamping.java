package org.signetmail.smime;

import java.io.IOException;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.pkix.TimeStampToken;

/** A time stamping authority (RFC 3161), wherever it is. */
public interface TimeStamping {
  /**
   * A token for the request, held against it ({@link TimeStampToken#ofResponse}).
   *
   * @throws IOException in one line, when there is none
   */
  TimeStampToken stamp(TimeStampRequest request) throws IOException;
}
