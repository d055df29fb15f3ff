package org.signetmail.pkix;

/** What it means for a path when nobody can say whether a certificate was revoked. */
public enum RevocationChecking {
  /** Unknown is indeterminate. */
  REQUIRED,
  /** Evidence that is given is enforced; where there is none, the path may still be valid. */
  IF_AVAILABLE,
  /** Not looked at. */
  OFF
}
