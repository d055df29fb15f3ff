package org.signetmail.smime.internal.cms;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.smime.MessagePassword;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;

/** What must be new for each message is. */
class FreshTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private static void assertDiffer(byte[] one, byte[] other) {
    assertFalse(Arrays.equals(one, other));
  }

  @ParameterizedTest
  @EnumSource
  void theNonceOfEachCipher(ContentCipher cipher) {
    assertDiffer(cipher.fresh(RANDOM).nonce(), cipher.fresh(RANDOM).nonce());
  }

  @Test
  void theSaltOfAPassword() throws GeneralSecurityException, Asn1Exception {
    assertDiffer(password().salt(), password().salt());
  }

  private static RecipientInfo.Password password() throws GeneralSecurityException, Asn1Exception {
    PasswordWrap wrap = new PasswordWrap(new Jca(Primitives.platform()));
    byte[] made = wrap.wrap(MessagePassword.of("horse".toCharArray()), new byte[32], RANDOM);
    return (RecipientInfo.Password) RecipientInfo.of(Der.of(made)).getFirst();
  }
}
