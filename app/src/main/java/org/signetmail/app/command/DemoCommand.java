package org.signetmail.app.command;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signet demo}: the whole system, told as a story, in a folder of its own. */
@Command(
    name = "demo",
    header = {"Example: signet demo --once", ""},
    description = "Tells the whole story on real parts, on loopback, in a folder of its own.")
final class DemoCommand implements Callable<Integer> {
  @Option(names = "--once", description = "Ends after the story; without it the system stays up.")
  private boolean once;

  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      defaultValue = "signet-demo",
      description = "The demo's folder; ${DEFAULT-VALUE}, or the next free name beside it.")
  private Path folder = Path.of("signet-demo");

  @Override
  public Integer call() throws Exception {
    Demo.tell(
        folder, System.out, InstantSource.system(), once ? Demo.Ending.ONCE : Demo.Ending.STAY_UP);
    return ExitCode.DONE.number();
  }
}
