package org.signetmail.app.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.backup.DrillRecord;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.DetachedSignature;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a drill found, for people and for programs. Both forms are signed by the system that held
 * it: {@code openssl cms -verify -binary -inform DER -in R.json.p7s -content R.json}.
 *
 * @param backup the id of the one that was tried
 * @param taken when that was
 * @param rows how many of each table came back
 * @param since what was done after it, and would be lost with everything but it
 */
public record DrillReport(
    String organization,
    Instant at,
    Duration took,
    String backup,
    Instant taken,
    List<Check> checks,
    SortedMap<String, Long> rows,
    Reconciliation since) {

  /** One thing that was looked at. */
  public record Check(String name, DrillRecord.Result result, String detail) {}

  public DrillReport {
    at = at.truncatedTo(ChronoUnit.SECONDS);
    checks = List.copyOf(checks);
  }

  /** Passed when all checks have. */
  public DrillRecord.Result result() {
    return checks.stream().allMatch(check -> check.result() == DrillRecord.Result.PASSED)
        ? DrillRecord.Result.PASSED
        : DrillRecord.Result.FAILED;
  }

  public byte[] json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("report", "signet drill 1");
      json.writeStringProperty("organization", organization);
      json.writeStringProperty("at", at.toString());
      json.writeStringProperty("result", word(result()));
      json.writeNumberProperty("seconds", took.toMillis() / 1000.0);
      json.writeStringProperty("backup", backup);
      json.writeStringProperty("taken", taken.toString());
      json.writeArrayPropertyStart("checks");
      for (Check check : checks) {
        json.writeStartObject();
        json.writeStringProperty("name", check.name());
        json.writeStringProperty("result", word(check.result()));
        json.writeStringProperty("detail", check.detail());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeObjectPropertyStart("rows");
      rows.forEach(json::writeNumberProperty);
      json.writeEndObject();
      since.write(json);
      json.writeEndObject();
    }
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(organization).append(": drill of ").append(at).append(", ");
    text.append(word(result())).append(" after ").append(took.toSeconds()).append(" s\n");
    text.append("backup ").append(backup).append(" of ").append(taken).append("\n\n");
    for (Check check : checks) {
      text.append("%-8s %s: %s%n".formatted(word(check.result()), check.name(), check.detail()));
    }
    text.append('\n');
    for (Map.Entry<String, Long> row : rows.entrySet()) {
      if (row.getValue() > 0) {
        text.append("%12d  %s%n".formatted(row.getValue(), row.getKey()));
      }
    }
    return text.append('\n').append(since.text()).toString();
  }

  /**
   * Writes both forms and their signatures.
   *
   * @return the JSON file
   */
  Path write(Path folder, String name, SigningIdentity signer) throws IOException {
    Path json = folder.resolve(name + ".json");
    Path text = folder.resolve(name + ".txt");
    write(json, json(), signer);
    write(text, text().getBytes(StandardCharsets.UTF_8), signer);
    return json;
  }

  private void write(Path file, byte[] octets, SigningIdentity signer) throws IOException {
    byte[] signature = DetachedSignature.sign(new ByteArrayInputStream(octets), signer, at);
    PrivateFiles.write(file.resolveSibling(file.getFileName() + ".p7s"), signature);
    PrivateFiles.write(file, octets);
  }

  private static String word(DrillRecord.Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }
}
