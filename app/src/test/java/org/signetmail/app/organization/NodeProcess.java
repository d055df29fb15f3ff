package org.signetmail.app.organization;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.signetmail.app.home.Home;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CrlStore;
import org.signetmail.ca.Issuance;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * A node that issues on three threads, revokes what it issued on one, and publishes lists as a
 * running system does, until it is killed. It says what it has answered, a line each that ends with
 * a full stop.
 */
final class NodeProcess {
  private static final int ISSUERS = 3;

  private final Organization organization;
  private final String node = UUID.randomUUID().toString();
  private final Queue<BigInteger> issued = new ConcurrentLinkedQueue<>();

  private NodeProcess(Organization organization) {
    this.organization = organization;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Home home = new Home(Path.of(arguments[0]));
    NodeProcess process = new NodeProcess(Organization.open(home, InstantSource.system()));
    for (int i = 0; i < ISSUERS; i++) {
      process.again(process::issue);
    }
    process.again(process::revoke);
    process.again(process::publish).join();
  }

  private interface Work {
    void once() throws Exception;
  }

  private Thread again(Work work) {
    return Thread.ofPlatform()
        .start(() -> {
          while (true) {
            try {
              work.once();
            } catch (Exception e) {
              say("failed " + e);
            }
          }
        });
  }

  private void issue() {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, organization.random());
    Mailbox alice = Mailbox.of("alice@example.test");
    Issuance issuance =
        organization
            .authority()
            .issueSigning(
                CertificationRequest.make(key, "Alice", alice),
                new SubjectName("Alice", Optional.of("Example Corp")),
                alice);
    if (issuance instanceof Issuance.Issued done) {
      say("issued " + done.certificate().serial().toString(16));
      issued.add(done.certificate().serial());
    } else {
      say("refused " + issuance.findings());
    }
  }

  private void revoke() throws InterruptedException {
    BigInteger serial = issued.poll();
    if (serial == null) {
      Thread.sleep(5);
      return;
    }
    CertificateStore.Revoked outcome =
        organization
            .authority()
            .revoke(organization.issuing().keyId(), serial, Revocation.Reason.SUPERSEDED);
    say(
        (outcome instanceof CertificateStore.Revoked.Done ? "revoked " : "odd ")
            + serial.toString(16));
  }

  private void publish() throws InterruptedException {
    for (CrlStore.Crl crl :
        organization.authority().publishDue(organization.store().claims(), node)) {
      if (crl.head().key().equals(CrlStore.CrlKey.WHOLE)) {
        say("list whole " + crl.number());
      }
    }
    Thread.sleep(20);
  }

  private static synchronized void say(String line) {
    System.out.println(line + ".");
  }
}
