package org.signetmail.app.rollout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.policy.YamlProblem;
import org.signetmail.rollout.RolloutAnswers;
import org.signetmail.rollout.RolloutAnswers.Question;

/** {@code rollout.yaml}: what the organisation said of its rollout. */
public final class RolloutAnswersFile {
  private static final String NAME = "rollout.yaml";

  private final Path file;
  private final RolloutAnswers answers;

  private RolloutAnswersFile(Path file, RolloutAnswers answers) {
    this.file = file;
    this.answers = answers;
  }

  /** That of a home; nothing was said where it is not there. */
  public static RolloutAnswersFile of(Home home) throws IOException {
    return of(home.folder().resolve(NAME));
  }

  /** This one; nothing was said where it is not there. */
  public static RolloutAnswersFile of(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return new RolloutAnswersFile(file, RolloutAnswers.NONE);
    }
    if (Files.size(file) > 1 << 20) {
      throw new Failure(ExitCode.USAGE, file + ": is larger than 1 MiB; no such file is");
    }
    try {
      return new RolloutAnswersFile(
          file, RolloutAnswers.read(Files.readString(file), file.toString()));
    } catch (YamlProblem e) {
      throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  public RolloutAnswers answers() {
    return answers;
  }

  RolloutAnswers.OfGroup of(String group) {
    return answers.of(group);
  }

  /** Asks a person. */
  public interface Asking {
    /** The answer; empty when there is none. */
    String ask(String text);
  }

  /** Asks what is open, and keeps what is answered in the file: the same with the answers. */
  public RolloutAnswersFile asking(Asking person) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Question question : answers.open()) {
      String answer = person.ask(question.text()).strip();
      if (!answer.isEmpty()) {
        lines.add(question.key() + ": " + value(question, answer));
      }
    }
    if (lines.isEmpty()) {
      return this;
    }
    String before = Files.exists(file) ? Files.readString(file).stripTrailing() + "\n" : "";
    String text = (before.isBlank() ? "" : before) + String.join("\n", lines) + "\n";
    try {
      RolloutAnswers.read(text, file.toString());
    } catch (YamlProblem e) {
      throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    PrivateFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    return of(file);
  }

  private static String value(Question question, String answer) {
    return switch (question) {
      case PLACES, OFFICERS -> {
        List<String> items = List.of(answer.split("[,\\s]+"));
        yield "["
            + String.join(", ", items.stream().map(RolloutAnswersFile::quoted).toList())
            + "]";
      }
      case LEAD, START, SUPPORT, BACKUP_PLACE -> quoted(answer);
    };
  }

  /** As YAML reads it back, whatever is in it. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
