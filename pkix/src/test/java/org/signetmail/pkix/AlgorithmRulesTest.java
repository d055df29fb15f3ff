package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.signetmail.pkix.Paths.assertInvalid;
import static org.signetmail.pkix.Paths.context;
import static org.signetmail.pkix.Paths.rsa;
import static org.signetmail.pkix.Paths.validate;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.Purpose;

/** Which signatures and keys count in a path. */
class AlgorithmRulesTest {
  private static final SigningIdentity ROOT = Odd.of("CN=Root").authority().identity();

  @Test
  void weakKeysAndSignaturesAreNamedAndTheRootsOwnSignatureIsNot() {
    SigningIdentity sha1Root =
        Odd.of("CN=Old Root").authority().signedWith("SHA1withECDSA").identity();
    Certificate good = Odd.of("CN=Alice").issuedBy(sha1Root).make();
    Certificate weak = Odd.of("CN=Alice").issuedBy(sha1Root).signedWith("SHA1withECDSA").make();
    assertInstanceOf(Outcome.Valid.class, validate(good, sha1Root.path(), List.of()));
    assertInvalid("algorithm.weak-signature", validate(weak, sha1Root.path(), List.of()));

    Certificate small = Odd.of("CN=Alice").issuedBy(ROOT).over(rsa(1024)).make();
    assertInvalid("algorithm.weak-key", validate(small, ROOT.path(), List.of()));
    assertInstanceOf(
        Outcome.Valid.class,
        PathValidator.validate(
            small, Purpose.ANY, Pki.NOW, context(ROOT.path(), List.of()), AlgorithmRules.HISTORIC));
    SigningIdentity smallRoot =
        Odd.of("CN=Small Root").over(rsa(1024)).signedWith("SHA256withRSA").authority().identity();
    Certificate below = Odd.of("CN=A").issuedBy(smallRoot).signedWith("SHA256withRSA").make();
    assertInvalid("algorithm.weak-key", validate(below, smallRoot.path(), List.of()));
  }

  @Test
  void pssCountsByItsDigest() {
    SigningIdentity root =
        Odd.of("CN=PSS").over(rsa(2048)).authority().signedWith("SHA256withRSAandMGF1").identity();
    Certificate strong = Odd.of("CN=A").issuedBy(root).signedWith("SHA256withRSAandMGF1").make();
    Certificate weak = Odd.of("CN=A").issuedBy(root).signedWith("SHA1withRSAandMGF1").make();
    assertInstanceOf(Outcome.Valid.class, validate(strong, root.path(), List.of()));
    assertInvalid("algorithm.weak-signature", validate(weak, root.path(), List.of()));
  }
}
