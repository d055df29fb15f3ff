import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Makes the image for containers, without an engine and on no other image: the C library, the
 * runtime, the program, and a folder for the home.
 *
 * <pre>java -cp CLASSPATH Container.java IMAGE LIBRARIES OUT VERSION SECONDS</pre>
 *
 * IMAGE is the runtime image as dist/make lays it out, LIBRARIES a file that names what of this
 * machine's libraries it needs, SECONDS the time that everything is of.
 */
final class Container {
  private static final String USER = "10001";
  private static final String HOME = "/var/lib/signet";
  private static final FilePermissions FOLDER = FilePermissions.fromOctalString("755");

  /** As the launcher starts 'up', which there is no shell here to run. */
  private static final List<String> ENTRY =
      List.of(
          "/opt/signet/runtime/bin/java",
          "-XX:+UseG1GC",
          "--sun-misc-unsafe-memory-access=allow",
          "-Xlog:disable",
          "-XX:+DisplayVMOutputToStderr",
          "-XX:-HeapDumpOnOutOfMemoryError",
          "-XX:-CreateCoredumpOnCrash",
          "-Dfile.encoding=UTF-8",
          "-Dsun.jnu.encoding=UTF-8",
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8",
          "-Dpicocli.disable.closures=true",
          "-jar",
          "/opt/signet/lib/signet.jar");

  private Container() {}

  public static void main(String[] arguments) throws Exception {
    Path image = Path.of(arguments[0]);
    List<String> libraries = Files.readAllLines(Path.of(arguments[1]));
    Path out = Path.of(arguments[2]);
    Instant time = Instant.ofEpochSecond(Long.parseLong(arguments[4]));
    Path work = Files.createTempDirectory("signet-container");

    FileEntriesLayer.Builder system = FileEntriesLayer.builder().setName("system");
    for (String library : libraries) {
      Path real = Path.of(library).toRealPath();
      add(system, real, library, "755", time);
    }
    Path users = Files.writeString(work.resolve("passwd"), passwd());
    add(system, users, "/etc/passwd", "644", time);
    Path empty = Files.createDirectory(work.resolve("empty"));
    folder(system, empty, "/tmp", "777", "0:0", time);
    folder(system, empty, HOME, "700", USER + ":" + USER, time);

    JibContainerBuilder builder =
        Jib.fromScratch()
            .addFileEntriesLayer(system.build())
            .addFileEntriesLayer(tree("runtime", image.resolve("runtime"), time))
            .addFileEntriesLayer(tree("lib", image.resolve("lib"), time))
            .setFormat(ImageFormat.OCI)
            .setCreationTime(time)
            .setUser(USER)
            .setWorkingDirectory(AbsoluteUnixPath.get(HOME))
            .addEnvironmentVariable("LC_ALL", "C.UTF-8")
            .addVolume(AbsoluteUnixPath.get(HOME))
            .setEntrypoint(ENTRY);
    builder.containerize(
        Containerizer.to(TarImage.at(out).named("signet:" + arguments[3]))
            .setOfflineMode(true)
            .setToolName("signet")
            .setBaseImageLayersCache(work.resolve("base"))
            .setApplicationLayersCache(work.resolve("layers")));
  }

  private static String passwd() {
    return "signet:x:" + USER + ":" + USER + "::" + HOME + ":/sbin/nologin\n";
  }

  private static FileEntriesLayer tree(String name, Path folder, Instant time) throws Exception {
    return FileEntriesLayer.builder()
        .setName(name)
        .addEntryRecursive(
            folder,
            AbsoluteUnixPath.get("/opt/signet/" + name),
            (file, at) ->
                Files.isDirectory(file) || Files.isExecutable(file)
                    ? FOLDER
                    : FilePermissions.fromOctalString("644"),
            (file, at) -> time)
        .build();
  }

  private static void add(
      FileEntriesLayer.Builder layer, Path file, String at, String mode, Instant time) {
    layer.addEntry(
        file, AbsoluteUnixPath.get(at), FilePermissions.fromOctalString(mode), time);
  }

  private static void folder(
      FileEntriesLayer.Builder layer,
      Path empty,
      String at,
      String mode,
      String owner,
      Instant time) {
    layer.addEntry(
        empty, AbsoluteUnixPath.get(at), FilePermissions.fromOctalString(mode), time, owner);
  }
}
