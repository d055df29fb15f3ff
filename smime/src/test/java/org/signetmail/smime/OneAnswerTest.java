package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.internal.cms.ContentCipher;
import org.signetmail.smime.internal.cms.ContentEncryption;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.EnvelopeMaker;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.RecipientInfo;

/**
 * Whatever goes wrong in opening with a key that is a recipient's looks the same from outside and
 * costs the same: which step failed would decrypt the message for whoever asks often enough (RFC
 * 3218, Bleichenbacher, EFAIL, format oracles).
 */
class OneAnswerTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final DecryptionIdentity RSA = PEOPLE.reader("bob", KeyAlgorithm.RSA_2048);
  private static final DecryptionIdentity EC = PEOPLE.reader("bob", KeyAlgorithm.P_256);
  private static final int BLOCK = 16;

  @Test
  void withoutAuthenticationEveryCauseHasTheSameAnswer() throws IOException {
    Map<String, byte[]> causes = new LinkedHashMap<>();
    byte[] honest = sealed(Mail.PLAIN, ContentCipher.AES256_CBC, RSA, "rsa-pkcs1");
    causes.put("padding", flipped(honest, honest.length - BLOCK - 1));
    causes.put("inside is no message", inside("no header here"));
    causes.put("inside is garbage", inside("\0\1\2\3 garbage: x\r\n\r\nx"));
    causes.put("inside is nothing", inside(""));
    causes.put("inner CMS is unreadable", inside(cms(1, 2, 3)));
    causes.put("inner CMS is of another type", inside(cms(0x30, 5, 6, 1, 42, 5, 0)));
    causes.put("inner signature is unreadable", inside(signed("!!!!")));
    causes.put("inner signature is cut off", inside(signed("").replace("--b--", "")));
    causes.put("inner encryption is for another", inside(forCarol()));
    causes.put("too many layers inside", inside(layers()));
    for (String method : List.of("rsa-pkcs1", "rsa-oaep", "ecdh")) {
      causes.putAll(wrongKeys(ContentCipher.AES256_CBC, method));
    }
    assertOneAnswer(causes);
  }

  @Test
  void withAuthenticationEveryCauseHasTheSameAnswer() throws IOException {
    Map<String, byte[]> causes = new LinkedHashMap<>();
    byte[] honest = sealed(Mail.PLAIN, ContentCipher.AES256_GCM, RSA, "rsa-oaep");
    causes.put("tag", flipped(honest, honest.length - 1));
    causes.put("content", flipped(honest, honest.length - 60));
    for (String method : List.of("rsa-pkcs1", "rsa-oaep", "ecdh")) {
      causes.putAll(wrongKeys(ContentCipher.AES256_GCM, method));
    }
    assertOneAnswer(causes);
  }

  /** Time is work, and work can be counted: all of the message is read, whatever is wrong. */
  @Test
  void aKeyThatCannotBeHadCostsTheWorkOfOneThatIsWrong() throws IOException {
    String large = Mail.PLAIN + "x".repeat(1 << 20);
    for (String method : List.of("rsa-pkcs1", "rsa-oaep", "ecdh")) {
      byte[] sealed = sealed(large, ContentCipher.AES256_GCM, key(method), method);
      long full = work(flipped(sealed, sealed.length - 1));
      assertTrue(full > sealed.length, method + ": " + full);
      assertEquals(full, work(flipped(sealed, keyAt(sealed) + 5)), method);
    }
  }

  private static Map<String, byte[]> wrongKeys(ContentCipher cipher, String method)
      throws IOException {
    byte[] one = sealed(Mail.PLAIN, cipher, key(method), method);
    byte[] other = sealed(Mail.PLAIN, cipher, key(method), method);
    byte[] exchanged = one.clone();
    System.arraycopy(other, keyAt(other), exchanged, keyAt(one), encryptedKey(one).length);
    return Map.of(
        method + " does not unwrap",
        flipped(one, keyAt(one) + 5),
        method + " unwraps another key",
        exchanged);
  }

  private static void assertOneAnswer(Map<String, byte[]> causes) throws IOException {
    String seen = "";
    for (Map.Entry<String, byte[]> cause : causes.entrySet()) {
      Octets message = Foreign.message("alice@example.test", cause.getValue());
      try (Reading reading = Mail.read(message, PEOPLE, RSA, EC)) {
        Opening opening = reading.opening().orElseThrow();
        Opening.Refused refused =
            assertInstanceOf(Opening.Refused.class, opening, cause.getKey() + reading);
        assertEquals(MessageFinding.OPENING_FAILED, refused.findings().getFirst().code());
        assertTrue(reading.content().isEmpty(), cause.getKey());
        String said =
            reading.verdict().word()
                + reading.findings().stream().map(Finding::line).toList()
                + refused.findings()
                + reading.signers();
        assertEquals(seen.isEmpty() ? said : seen, said, cause.getKey());
        seen = said;
      }
    }
  }

  private static long work(byte[] sealed) throws IOException {
    AtomicLong read = new AtomicLong();
    try (Octets message = counted(Foreign.message("alice@example.test", sealed), read);
        Reading reading = Mail.read(message, PEOPLE, RSA, EC)) {
      assertInstanceOf(Opening.Refused.class, reading.opening().orElseThrow());
    }
    return read.get();
  }

  private static Octets counted(Octets octets, AtomicLong count) {
    return new Octets() {
      @Override
      public long size() {
        return octets.size();
      }

      @Override
      public InputStream stream() throws IOException {
        return new FilterInputStream(octets.stream()) {
          @Override
          public int read(byte[] b, int off, int len) throws IOException {
            int n = super.read(b, off, len);
            count.addAndGet(Math.max(n, 0));
            return n;
          }
        };
      }

      @Override
      public void close() throws IOException {
        octets.close();
      }
    };
  }

  private static DecryptionIdentity key(String method) {
    return method.equals("ecdh") ? EC : RSA;
  }

  private static byte[] sealed(
      String inside, ContentCipher cipher, DecryptionIdentity to, String method)
      throws IOException {
    byte[] content = inside.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new EnvelopeMaker(new Jca(Primitives.platform()), People.RANDOM)
        .write(
            new ByteArrayInputStream(content),
            content.length,
            ContentEncryption.of(cipher),
            List.of(new EnvelopeMaker.Recipient.Holder(to.certificate(), method)),
            out);
    return out.toByteArray();
  }

  private static byte[] inside(String inside) throws IOException {
    return sealed(inside, ContentCipher.AES256_CBC, RSA, "rsa-pkcs1");
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 0x40;
    return changed;
  }

  private static byte[] encryptedKey(byte[] sealed) throws IOException {
    RecipientInfo info =
        ContentInfo.of(new ByteArrayInputStream(sealed)).envelope(1).recipients().getFirst();
    return switch (info) {
      case RecipientInfo.Transport t -> t.encryptedKey();
      case RecipientInfo.Agreement a -> a.encryptedKey();
      default -> throw new AssertionError(info);
    };
  }

  private static int keyAt(byte[] sealed) throws IOException {
    String key = new String(encryptedKey(sealed), StandardCharsets.ISO_8859_1);
    return new String(sealed, StandardCharsets.ISO_8859_1).indexOf(key);
  }

  private static String cms(int... der) throws IOException {
    byte[] bytes = new byte[der.length];
    for (int i = 0; i < der.length; i++) {
      bytes[i] = (byte) der[i];
    }
    return Mail.text(Foreign.message("alice@example.test", bytes));
  }

  private static String signed(String signature) throws IOException {
    return Mail.signed(Mail.PLAIN, ALICE, Form.MULTIPART_SIGNED)
        .replaceFirst("(?s)(base64\r\n.*?\r\n\r\n)MI[^-]*", "$1" + signature + "\r\n");
  }

  private static String forCarol() throws IOException {
    DecryptionIdentity carol = PEOPLE.reader("carol", KeyAlgorithm.P_256);
    return Mail.encrypted(Mail.PLAIN, CryptoProfile.Name.COMPATIBLE, carol.certificate());
  }

  private static String layers() throws IOException {
    String message = Mail.PLAIN;
    for (int i = 0; i < 9; i++) {
      message = Mail.signed(message, ALICE, Form.OPAQUE);
    }
    return message;
  }
}
