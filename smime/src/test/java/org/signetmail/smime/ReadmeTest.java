package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.SigningIdentity;

/**
 * The code of the README is compiled as it stands there, by a stranger to this package, and run.
 */
@Tag("slow")
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder = Path.of("");

  @Test
  void theExamplesWork() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    List<String> blocks = BLOCK.matcher(readme).results().map(MatchResult::group).toList();
    assertEquals(2, blocks.size(), "one example makes, one opens");
    Class<?> examples = compiled(code(blocks.get(0)), code(blocks.get(1)));

    People people = new People();
    DecryptionIdentity bob = people.reader("bob", KeyAlgorithm.P_256);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    examples
        .getMethod(
            "make",
            SigningIdentity.class,
            Certificate.class,
            Octets.class,
            Instant.class,
            SecureRandom.class,
            OutputStream.class)
        .invoke(
            null,
            people.signer("alice", KeyAlgorithm.P_256),
            bob.certificate(),
            Mail.octets(Mail.PLAIN),
            People.NOW,
            People.RANDOM,
            out);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    examples
        .getMethod(
            "open",
            DecryptionIdentity.class,
            PathValidator.Context.class,
            Octets.class,
            Instant.class,
            PrintStream.class)
        .invoke(
            null,
            bob,
            people.trust(),
            Octets.of(out.toByteArray()),
            People.NOW,
            new PrintStream(said, true, StandardCharsets.UTF_8));
    assertEquals(
        "the plan, signed by alice" + System.lineSeparator(),
        said.toString(StandardCharsets.UTF_8));
  }

  private static String code(String block) {
    return block.substring("```java\n".length(), block.length() - "```".length());
  }

  private Class<?> compiled(String make, String open) throws Exception {
    String source =
        """
        package readme;

        import java.io.OutputStream;
        import java.io.PrintStream;
        import java.security.SecureRandom;
        import java.time.Instant;
        import java.util.List;
        import org.signetmail.pkix.*;
        import org.signetmail.smime.*;

        public final class Examples {
          public static void make(SigningIdentity alice, Certificate bobsCertificate,
              Octets message, Instant now, SecureRandom random, OutputStream out) throws Exception {
        %s
          }

          public static void open(DecryptionIdentity bob, PathValidator.Context trust,
              Octets received, Instant now, PrintStream screen) throws Exception {
        %s
          }
        }
        """
            .formatted(make, open);
    Path file = Files.writeString(folder.resolve("Examples.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    List<String> options = new ArrayList<>(List.of("-d", folder.toString(), "-proc:none"));
    options.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    boolean isCompiled =
        compiler
            .getTask(
                errors,
                null,
                null,
                options,
                null,
                compiler
                    .getStandardFileManager(null, null, StandardCharsets.UTF_8)
                    .getJavaFileObjects(file))
            .call();
    assertEquals("", isCompiled ? "" : errors.toString());
    URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    return loader.loadClass("readme.Examples");
  }
}
