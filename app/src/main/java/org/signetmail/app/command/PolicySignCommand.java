package org.signetmail.app.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.smime.DetachedSignature;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code signet policy sign}: an administrator's word for a policy or a jurisdiction table. */
@Command(
    name = "sign",
    header = {"Example: signet policy sign --key admin.p12 jurisdictions.yaml", ""},
    description = {
      "Signs a policy or a jurisdiction table, as detached CMS beside it (RFC 5652 §5):",
      "jurisdictions.yaml.p7s. Sign first, then put both into the home, the signature before."
    })
final class PolicySignCommand implements Callable<Integer> {
  @Mixin private Keys keys = new Keys();

  @Parameters(paramLabel = "FILE.yaml", description = "The policy or the table.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    byte[] text = Input.smallFile(file, "a policy or a jurisdiction table");
    byte[] signature =
        DetachedSignature.sign(new ByteArrayInputStream(text), keys.signer(), Instant.now());
    Path beside = file.resolveSibling(file.getFileName() + ".p7s");
    Output.writeFile(beside, out -> out.write(signature));
    System.out.println(beside);
    return ExitCode.DONE.number();
  }
}
