package org.signetmail.pkix;

/**
 * The token without which no secret leaves its type. It carries nothing: it makes every place that
 * reads a private key greppable ({@code SecretAccess.TOKEN}), so that a reviewer sees them all.
 */
public enum SecretAccess {
  TOKEN
}
