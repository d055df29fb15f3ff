package org.signetmail.app.command;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    // SIGTERM runs this hook: the services drain before the process may go.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              end.countDown();
              try {
                stopped.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    try (Organization organization = home.open();
        Services services = Services.start(organization)) {
      System.out.println(services.describe());
      System.out.println("ready");
      end.await();
    } finally {
      stopped.countDown();
    }
    return ExitCode.DONE.number();
  }
}
