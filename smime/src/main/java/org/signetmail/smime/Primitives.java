package org.signetmail.smime;

import java.security.Provider;
import java.util.Optional;
import org.signetmail.smime.internal.cms.NativeKeys;

/**
 * Which implementations of signatures, key transport and ciphers do the work: the platform's own,
 * or, where it loads and pays, a native provider first. The results are the same, only the speed
 * differs. What the native provider lacks, cannot do with a given key, or was measured to do no
 * faster (digests, CBC, ML-DSA) stays with the platform.
 *
 * <p>Native code takes some 0.3 s to start: it pays for processes that stay and for thousands of
 * messages, not for one. Keys are taken over into its own form once, and forgotten with the key
 * they were made from; keep one object of this type as long as the process lives.
 *
 * <p>Safe for use by many threads.
 */
public final class Primitives {
  /** System property: {@code native} or {@code platform} for everything that does not choose. */
  private static final String PROPERTY = "signet.primitives";

  private static final Primitives PLATFORM = new Primitives(Optional.empty());
  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private final Optional<NativeKeys> keys;

  private Primitives(Optional<NativeKeys> keys) {
    this.keys = keys;
  }

  /** The platform's own order of providers. */
  public static Primitives platform() {
    return PLATFORM;
  }

  /**
   * For those who do not choose: the platform's own, or {@link #fastest} where the system property
   * {@code signet.primitives} was {@code native} when the process began.
   */
  public static Primitives standard() {
    return Standard.PRIMITIVES;
  }

  /**
   * Makes {@link #standard} the fastest for this process, unless the system property says
   * something; to be called before anything else of this library.
   */
  public static void chooseFastest() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, "native");
    }
  }

  private static final class Standard {
    static final Primitives PRIMITIVES =
        "native".equals(System.getProperty(PROPERTY)) ? fastest() : PLATFORM;
  }

  /**
   * This provider first, registered with the platform or not, the platform's own where it has no
   * answer.
   */
  public static Primitives preferring(Provider provider) {
    return new Primitives(Optional.of(new NativeKeys(provider)));
  }

  /**
   * Amazon's Corretto Crypto Provider (AWS-LC) where it is on the class path, its native library
   * loads and its self-tests hold; else the platform's own. The system property {@code
   * signet.primitives}, set to {@code platform}, keeps native code out.
   */
  public static Primitives fastest() {
    if ("platform".equals(System.getProperty(PROPERTY))) {
      return PLATFORM;
    }
    try {
      Class<?> type = Class.forName(CORRETTO);
      Provider provider = (Provider) type.getField("INSTANCE").get(null);
      type.getMethod("assertHealthy").invoke(provider);
      return preferring(provider);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return PLATFORM;
    }
  }

  /** Keys in the native provider's own form; empty when the platform does all the work. */
  public Optional<NativeKeys> nativeKeys() {
    return keys;
  }

  /** For a log line: what is in use. */
  @Override
  public String toString() {
    String platform = "Java " + Runtime.version().feature();
    return keys.map(k -> k.provider().getName() + " " + k.provider().getVersionStr() + ", then ")
        .map(first -> first + platform)
        .orElse(platform + " alone");
  }
}
