package org.signetmail.app.command;

import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code signet up}: runs all services until SIGTERM. */
@Command(
    name = "up",
    header = {"Example: signet up --home /var/lib/signet", ""},
    description = "Runs all services of signet.yaml; up when it prints 'ready'. SIGTERM stops it.")
final class UpCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Override
  public Integer call() throws Exception {
    try (Termination end = new Termination();
        Organization organization = home.open();
        Services services = Services.start(organization)) {
      System.out.println(services.describe());
      System.out.println("ready");
      end.await();
    }
    return ExitCode.DONE.number();
  }
}
