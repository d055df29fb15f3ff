package org.signetmail.app.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.signetmail.app.backup.BackupMaker;
import org.signetmail.app.organization.Organization;
import org.signetmail.pkix.Finding;

/** There is room where the system writes: its home, its spool, its backups. */
record Disk(Organization organization) implements Check {
  /** Room for some of the largest messages, and for a day of a log. */
  private static final long LEAST = 1L << 30;

  private static final int LEAST_PERCENT = 5;

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public Result look() throws IOException {
    Map<String, Path> places = new LinkedHashMap<>();
    places.put("home", organization.home().folder());
    places.put("spool", Path.of(System.getProperty("java.io.tmpdir")));
    Path backups = BackupMaker.folder(organization);
    if (Files.exists(backups)) {
      places.put("backups", backups);
    }
    List<Finding> findings = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (Map.Entry<String, Path> place : places.entrySet()) {
      FileStore disk = Files.getFileStore(place.getValue());
      long free = disk.getUsableSpace();
      String room = (free >> 20) + " MiB free";
      seen.add(place.getKey() + " " + room);
      if (free < LEAST || free / LEAST_PERCENT < disk.getTotalSpace() / 100) {
        findings.add(SystemFinding.DISK_FULL.on(place.getValue(), "has only " + room));
      }
    }
    return new Result(String.join(", ", seen), findings);
  }
}
