package org.signetmail.app.rollout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.pkix.Mailbox;
import org.signetmail.rollout.DeploymentPlan;
import org.signetmail.rollout.MailProgram;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The deployment plan in a folder: {@code plan.json} for programs, {@code plan.md}, {@code
 * plan.html} and {@code plan.pdf} for people. Only the system's user may read them, for they name
 * people and what they use.
 */
public final class PlanFiles {
  private static final String DATA = "plan.json";
  private static final long LARGEST = 256 << 20; // octets

  private final Path folder;

  public PlanFiles(Path folder) {
    this.folder = folder;
  }

  /** Writes a plan in all its forms; what changed since the one that is there is part of it. */
  public PlanChanges write(DeploymentPlan plan) throws IOException {
    PlanChanges changes = changes(plan);
    Document document = PlanDocument.of(plan, changes);
    write("plan.md", MarkdownText.of(document));
    write("plan.html", HtmlText.of(document));
    PrivateFiles.write(folder.resolve("plan.pdf"), PdfOctets.of(document));
    write(DATA, PlanJson.of(plan, changes));
    return changes;
  }

  private void write(String name, String text) throws IOException {
    PrivateFiles.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private PlanChanges changes(DeploymentPlan plan) throws IOException {
    Optional<JsonNode> before = data();
    if (before.isEmpty()) {
      return PlanChanges.NONE;
    }
    Map<String, String> claims = new LinkedHashMap<>();
    for (JsonNode section : before.get().path("sections")) {
      for (JsonNode claim : section.path("claims")) {
        claims.put(text(claim, "code") + " " + text(claim, "subject"), text(claim, "detail"));
      }
    }
    return PlanChanges.of(text(before.get(), "at"), claims, plan.claims());
  }

  /** What the last plan found out about people's mail programs, by {@link Mailbox#key}. */
  public Map<String, List<MailProgram.Fitness>> fitness() throws IOException {
    Map<String, List<MailProgram.Fitness>> fitness = new HashMap<>();
    Optional<JsonNode> plan = data();
    if (plan.isEmpty()) {
      return fitness;
    }
    for (JsonNode person : plan.get().path("people")) {
      List<MailProgram.Fitness> own = new ArrayList<>();
      for (JsonNode program : person.path("programs")) {
        own.add(
            MailProgram.Fitness.valueOf(
                text(program, "fitness").toUpperCase(java.util.Locale.ROOT)));
      }
      fitness.put(Mailbox.of(text(person, "mailbox")).key(), own);
    }
    return fitness;
  }

  /** When the last plan was made; empty where there is none. */
  public Optional<String> madeAt() throws IOException {
    return data().map(plan -> text(plan, "at"));
  }

  private Optional<JsonNode> data() throws IOException {
    Path file = folder.resolve(DATA);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException("is larger than 256 MiB");
      }
      return Optional.of(JsonMapper.shared().readTree(Files.readAllBytes(file)));
    } catch (JacksonException | IOException e) {
      throw new Failure(
          ExitCode.UNREADABLE, file + ": is no plan; take it away, then plan again", e);
    }
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }
}
