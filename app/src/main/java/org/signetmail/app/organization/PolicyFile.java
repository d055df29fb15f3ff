package org.signetmail.app.organization;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.signetmail.gateway.Gateway;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.policy.Policy;
import org.signetmail.smime.DetachedSignature;
import org.signetmail.smime.Verdict;

/**
 * The policy of a home with the jurisdiction table it names. A table counts only with the signature
 * of an administrator ({@code roles.administrators} of {@code signet.yaml}) beside it, a detached
 * CMS SignedData (RFC 5652 §5) in a file of the same name and {@code .p7s}; a policy where it says
 * {@code changes: signed}.
 */
public final class PolicyFile {
  private static final int LARGEST = 1 << 20;

  private final Organization organization;
  private final LiveRoles roles;
  private final Path file;

  public PolicyFile(Organization organization) {
    this.organization = organization;
    this.roles = new LiveRoles(organization);
    this.file = organization.home().folder().resolve(organization.configuration().policyFile());
  }

  /**
   * A policy that can be used.
   *
   * @param signer whose signature over it holds; empty when nobody's is asked for
   */
  public record Read(Policy policy, Optional<Certificate> signer) {}

  /**
   * Reads the policy, and the table it names.
   *
   * @param force the rule of the policy that is in force
   * @throws IOException with one line for a person when it cannot be used
   */
  public Read read(Policy.Changes force) throws IOException {
    byte[] text = octets(file);
    Policy policy = Gateway.policy(new String(text, StandardCharsets.UTF_8), file.toString());
    boolean signed = force == Policy.Changes.SIGNED || policy.changes() == Policy.Changes.SIGNED;
    Optional<Certificate> signer = signed ? Optional.of(signer(file, text)) : Optional.empty();
    return new Read(withTable(policy), signer);
  }

  Path file() {
    return file;
  }

  /** The same policy within the table it names, if it names one. */
  public Policy withTable(Policy policy) throws IOException {
    if (policy.jurisdictions().isEmpty()) {
      return policy;
    }
    Path table = file.resolveSibling(policy.jurisdictions().get());
    byte[] text = octets(table);
    signer(table, text);
    return policy.within(
        Gateway.jurisdictions(new String(text, StandardCharsets.UTF_8), table.toString()));
  }

  /** The administrator whose signature over a file holds. */
  private Certificate signer(Path signed, byte[] text) throws IOException {
    Path beside = signed.resolveSibling(signed.getFileName() + ".p7s");
    if (!Files.exists(beside)) {
      throw new IOException(
          signed + ": is not signed; put an administrator's signature in " + beside);
    }
    Verdict verdict =
        DetachedSignature.verify(
            octets(beside),
            new ByteArrayInputStream(text),
            organization.trust(RevocationChecking.REQUIRED),
            organization.now());
    if (!(verdict instanceof Verdict.Passed passed)) {
      throw new IOException(
          beside
              + ": the signature is "
              + verdict.word()
              + verdict.findings().stream().findFirst().map(f -> ", " + f.line()).orElse("")
              + "; sign the file as it is");
    }
    Certificate certificate = passed.signer().certificate();
    Set<Mailbox> administrators = roles.get().administrators();
    if (certificate.isSeal()
        || certificate.mailboxes().stream().noneMatch(administrators::contains)) {
      throw new IOException(
          beside
              + ": "
              + certificate.displayName()
              + " is no administrator; one of roles.administrators in signet.yaml must sign");
    }
    return certificate;
  }

  private static byte[] octets(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + ": is larger than 1 MiB; no policy, table or signature is");
    }
    return Files.readAllBytes(file);
  }
}
