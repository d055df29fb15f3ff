import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the folder that {@code signet} starts from: one jar, and the cache of its loaded classes.
 *
 * <pre>java -cp CLASSPATH Distribution.java FOLDER VERSION BUILD-START</pre>
 *
 * <ul>
 *   <li>{@code signet.jar}: our rooms, and {@code lib.jar}: all that they use. The JVM looks at two
 *       files instead of a hundred (40 ms), and a short command opens only the small one, for its
 *       tables (20 ms). A running program keeps its jars when new ones are moved over them.
 *   <li>{@code signet.aot}: the AOT cache (JEP 483, 515) of a training run. A class gets into it
 *       only if it is unsigned and no older than Java 6, so signatures are left out, and older
 *       classes (picocli is compiled for Java 5) are given the stack maps they lack.
 *   <li>{@code jdk}: the JDK that can read the cache.
 *   <li>{@code built}: written last, and as old as the build's start: sources that are newer are
 *       not in the jar.
 * </ul>
 */
final class Distribution {

  private static final String COMMANDS = "org/signetmail/app/command/";
  private static final int JAVA_6 = 50;
  private static final long TRAINING_SECONDS = 120;

  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "META-INF/MANIFEST\\.MF|META-INF/INDEX\\.LIST|(.*/)?module-info\\.class|.*/OSGI-INF/.*"
              + "|META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
  private static final Pattern LEGAL =
      Pattern.compile("META-INF/((LICENSE|NOTICE|DEPENDENCIES|FastDoubleParser-)[^/]*)");

  /** Lists, one entry a line, which the jars share. */
  private static final Pattern LISTS =
      Pattern.compile("META-INF/services/.*|META-INF/helidon/(manifest|service\\.loader)");

  /** Read by tools for writing configuration only: any one will do. */
  private static final Pattern ANY_ONE = Pattern.compile("META-INF/helidon/config-metadata\\.json");

  private final Map<String, byte[]> content = new TreeMap<>();

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    String version = arguments[1];
    Instant buildStart = Instant.parse(arguments[2]);

    var ours = new Distribution();
    var theirs = new Distribution();
    for (String part : System.getProperty("java.class.path").split(":")) {
      Path path = Path.of(part);
      boolean isRoom =
          Files.isDirectory(path) || path.getFileName().toString().startsWith("signet-");
      (isRoom ? ours : theirs).add(path);
    }
    commands().forEach((file, table) -> ours.content.put(COMMANDS + file, table.getBytes(UTF_8)));
    theirs.write(folder.resolve("lib.jar"), "");
    Path jar = ours.write(folder.resolve("signet.jar"), start(version));
    train(jar, folder.resolve("signet.aot"));
    put(folder.resolve("jdk"), System.getProperty("java.home") + "\n");
    Path built = put(folder.resolve("built"), "");
    Files.setLastModifiedTime(built, FileTime.from(buildStart));
  }

  /** What annotations say of the commands: reading them would be a third of a short command. */
  @SuppressWarnings("unchecked")
  private static Map<String, String> commands() {
    try {
      Class<?> commands = Class.forName(COMMANDS.replace('/', '.') + "Commands");
      return (Map<String, String>) commands.getMethod("table").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the commands cannot be written down", e);
    }
  }

  private void add(Path part) throws IOException {
    if (Files.isDirectory(part)) {
      try (Stream<Path> files = Files.walk(part)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          add(part.relativize(file).toString(), Files.readAllBytes(file), part);
        }
      }
    } else if (Files.exists(part)) {
      try (var zip = new ZipFile(part.toFile())) {
        for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
          add(entry.getName(), zip.getInputStream(entry).readAllBytes(), part);
        }
      }
    }
  }

  private void add(String name, byte[] bytes, Path from) {
    var legal = LEGAL.matcher(name);
    if (LEFT_OUT.matcher(name).matches()) {
      return;
    }
    if (legal.matches()) {
      name = "META-INF/legal/" + from.getFileName() + "/" + legal.group(1);
    }
    byte[] other = content.putIfAbsent(name, bytes);
    if (other == null || Arrays.equals(other, bytes) || ANY_ONE.matcher(name).matches()) {
      return;
    }
    if (!LISTS.matcher(name).matches()) {
      throw new IllegalStateException(
          from + ": another jar has a different " + name + "; say in Distribution which to take");
    }
    var both = new ByteArrayOutputStream();
    both.writeBytes(other);
    both.write('\n');
    both.writeBytes(bytes);
    content.put(name, both.toByteArray());
  }

  private Path write(Path jar, String attributes) throws IOException {
    Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
    try (var zip = new ZipOutputStream(Files.newOutputStream(fresh))) {
      zip.setLevel(1); // the time to build matters more than the last megabyte
      zip.putNextEntry(entry("META-INF/MANIFEST.MF"));
      zip.write(
          ("Manifest-Version: 1.0\nMulti-Release: true\n" + attributes + "\n").getBytes(UTF_8));
      for (var file : content.entrySet()) {
        zip.putNextEntry(entry(file.getKey()));
        zip.write(file.getKey().endsWith(".class") ? modern(file.getValue()) : file.getValue());
      }
    }
    return Files.move(fresh, jar, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  /** All of one time: the same classes give the same bits. */
  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    return entry;
  }

  /** Native access is granted here: as an option it would cost the cache its module graph. */
  private static String start(String version) {
    return """
    Main-Class: org.signetmail.app.Main
    Class-Path: lib.jar
    Enable-Native-Access: ALL-UNNAMED
    Implementation-Title: Signet
    Implementation-Version: %s
    """
        .formatted(version);
  }

  /** The class, with stack maps: classes before Java 6 have none, and the cache refuses them. */
  private byte[] modern(byte[] bytes) {
    if (((bytes[6] & 0xff) << 8 | bytes[7] & 0xff) >= JAVA_6) {
      return bytes;
    }
    ClassHierarchyResolver classes =
        ClassHierarchyResolver.ofResourceParsing(name ->
            content.containsKey(resource(name.descriptorString()))
                ? new java.io.ByteArrayInputStream(content.get(resource(name.descriptorString())))
                : null);
    ClassFile files =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                classes.orElse(ClassHierarchyResolver.defaultResolver())));
    ClassModel old = files.parse(bytes);
    return files.build(
        old.thisClass().asSymbol(),
        made -> {
          made.withVersion(JAVA_6, 0);
          for (var element : old) {
            switch (element) {
              case ClassFileVersion _ -> {}
              case MethodModel method ->
                  made.transformMethod(
                      method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
              default -> made.with(element);
            }
          }
        });
  }

  private static String resource(String descriptor) {
    return descriptor.substring(1, descriptor.length() - 1) + ".class";
  }

  /**
   * Runs what people run most, and keeps the classes as they then are. G1 writes a cache that every
   * collector but ZGC reads. Without a good cache the program only starts more slowly, so a
   * training run that fails does not fail the build.
   */
  private static void train(Path jar, Path cache) throws IOException, InterruptedException {
    Path fresh = cache.resolveSibling(cache.getFileName() + ".new");
    Path log = cache.resolveSibling("training.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseG1GC", "-XX:AOTCacheOutput=" + fresh));
    command.addAll(List.of("-cp", jar.toString(), "org.signetmail.app.Training"));
    Files.deleteIfExists(cache);
    Process training =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!training.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
      training.destroyForcibly().waitFor();
    }
    if (training.exitValue() != 0) {
      System.err.println("[WARNING] the training run failed: start-up may be slow; see " + log);
    }
    if (Files.exists(fresh)) {
      Files.move(fresh, cache, ATOMIC_MOVE);
    }
  }

  private static Path put(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    return Files.move(Files.writeString(fresh, text), file, ATOMIC_MOVE, REPLACE_EXISTING);
  }
}
