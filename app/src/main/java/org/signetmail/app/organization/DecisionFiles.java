package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.signetmail.gateway.DecisionRecord;
import org.signetmail.policy.Ruling;
import org.signetmail.policy.Treatment;

/**
 * Decisions under a jurisdiction table, in a file a day of this node: {@code
 * decisions/2026-11-23.tsv}, a line each, appended in one write. Thread-safe.
 */
final class DecisionFiles implements DecisionRecord {
  private final Path folder;

  DecisionFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public synchronized void keep(List<Entry> entries) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    StringBuilder lines = new StringBuilder();
    entries.forEach(entry -> lines.append(line(entry)).append('\n'));
    LocalDate day = entries.getFirst().at().atZone(ZoneOffset.UTC).toLocalDate();
    try (FileChannel file =
        FileChannel.open(
            folder.resolve(day + ".tsv"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer octets = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
      while (octets.hasRemaining()) {
        file.write(octets);
      }
      if (entries.stream().anyMatch(entry -> entry.duty() == Ruling.RecordDuty.REQUIRED)) {
        file.force(true);
      }
    }
  }

  private static String line(Entry entry) {
    Treatment treatment = entry.treatment();
    return String.join(
        "\t",
        entry.at().toString(),
        entry.message(),
        word(entry.direction()),
        places(entry.places().author()),
        places(entry.places().recipient()),
        entry.domain(),
        entry.outcome(),
        plain(entry.rule()),
        word(treatment.sign()),
        word(treatment.encrypt()),
        treatment.cryptoProfile(),
        plain(entry.table()),
        Integer.toString(entry.recipients()));
  }

  private static String places(java.util.Set<String> places) {
    return places.isEmpty() ? "?" : plain(String.join("+", new TreeSet<>(places)));
  }

  /** Names that people give stay in their column. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
