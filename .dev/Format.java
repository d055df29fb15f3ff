import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks or writes the layout of every Java source: {@code Format check|write}. */
final class Format {

  public static void main(String[] arguments) throws IOException {
    boolean write = arguments[0].equals("write");
    List<Path> wrong = sources().parallelStream().filter(file -> !laidOut(file, write)).toList();
    if (!write && !wrong.isEmpty()) {
      wrong.forEach(System.err::println);
      System.err.println("not laid out: the files above; ./mvnw -q -N verify -Dformat=write");
      System.exit(1);
    }
  }

  private static boolean laidOut(Path file, boolean write) {
    try {
      String source = Files.readString(file);
      String formatted = new Formatter().formatSourceAndFixImports(source);
      if (!formatted.equals(source)) {
        // Once is not always enough: a wrapped comment can move again.
        formatted = new Formatter().formatSourceAndFixImports(formatted);
      }
      if (write && !formatted.equals(source)) {
        Files.writeString(file, formatted);
      }
      return formatted.equals(source);
    } catch (IOException | FormatterException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    sources.add(Path.of(".dev/Format.java"));
    try (Stream<Path> rooms = Files.list(Path.of(""))) {
      for (Path room : rooms.map(room -> room.resolve("src")).filter(Files::exists).toList()) {
        try (Stream<Path> files = Files.walk(room)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
    }
    return sources;
  }
}
