package org.signetmail.smime.internal.cms;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * A native provider and the keys it works with, in its own form. Given a key of another maker, such
 * a provider takes it over anew for each operation, which costs more than the operation; so each
 * key is taken over once, and its native form goes when the key itself does.
 *
 * <p>Safe for use by many threads.
 */
public final class NativeKeys {
  private final Provider provider;
  private final Map<Key, Key> known = Collections.synchronizedMap(new WeakHashMap<>());

  public NativeKeys(Provider provider) {
    this.provider = provider;
  }

  public Provider provider() {
    return provider;
  }

  boolean offers(String type, String algorithm) {
    return provider.getService(type, algorithm) != null;
  }

  /**
   * @throws GeneralSecurityException when it has no such keys, or the key lies in a token
   */
  public PrivateKey of(PrivateKey key) throws GeneralSecurityException {
    if (isOwn(key)) {
      return key;
    }
    if (known.get(key) instanceof PrivateKey before) {
      return before;
    }
    byte[] encoded = key.getEncoded();
    if (encoded == null) {
      throw new GeneralSecurityException("a key in a token stays there");
    }
    if (!offers("KeyFactory", Jca.family(key))) {
      return key; // taken as it is, as Ed25519 is
    }
    PrivateKey made = factory(key).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    known.put(key, made);
    return made;
  }

  /**
   * @throws GeneralSecurityException when it has no such keys
   */
  public PublicKey of(PublicKey key) throws GeneralSecurityException {
    if (isOwn(key)) {
      return key;
    }
    if (known.get(key) instanceof PublicKey before) {
      return before;
    }
    if (!offers("KeyFactory", Jca.family(key))) {
      return key;
    }
    PublicKey made = factory(key).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    known.put(key, made);
    return made;
  }

  /** A key of whatever kind; secret keys are taken as they are. */
  Key any(Key key) throws GeneralSecurityException {
    return switch (key) {
      case PrivateKey one -> of(one);
      case PublicKey one -> of(one);
      default -> key;
    };
  }

  /** Whether the provider made it, as it does those for one agreement. */
  private boolean isOwn(Key key) {
    return key.getClass().getPackage() == provider.getClass().getPackage();
  }

  private KeyFactory factory(Key key) throws GeneralSecurityException {
    return KeyFactory.getInstance(Jca.family(key), provider);
  }
}
