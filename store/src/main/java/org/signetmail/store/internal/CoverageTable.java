package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.signetmail.rollout.Coverage;
import org.signetmail.rollout.CoverageDay;
import org.signetmail.rollout.CoverageStore;

/** How far each group was, day by day. Safe for many threads and nodes. */
public final class CoverageTable implements CoverageStore {
  private final Database database;

  public CoverageTable(Database database) {
    this.database = database;
  }

  @Override
  public void keep(List<CoverageDay> counted) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (CoverageDay one : counted) {
      Coverage coverage = one.coverage();
      rows.add(
          new Object[] {
            one.day().toString(),
            one.group(),
            coverage.people(),
            coverage.enrolled(),
            coverage.signing(),
            coverage.reading()
          });
    }
    database.write(session -> {
      session.batch(
          "INSERT INTO rollout_coverage (day, members_of, people, enrolled, signing, reading)"
              + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (day, members_of) DO UPDATE SET"
              + " people = excluded.people, enrolled = excluded.enrolled,"
              + " signing = excluded.signing, reading = excluded.reading",
          rows);
      return rows.size();
    });
  }

  @Override
  public List<CoverageDay> since(LocalDate day) {
    return database.read(session ->
        session.query(
            "SELECT * FROM rollout_coverage WHERE day >= ? ORDER BY day, members_of",
            CoverageTable::read,
            day.toString()));
  }

  @Override
  public int forget(LocalDate before) {
    return database.write(
        session -> session.update("DELETE FROM rollout_coverage WHERE day < ?", before.toString()));
  }

  private static CoverageDay read(Row row) throws SQLException {
    return new CoverageDay(
        LocalDate.parse(row.text("day")),
        row.text("members_of"),
        new Coverage(
            (int) row.number("people"),
            (int) row.number("enrolled"),
            (int) row.number("signing"),
            (int) row.number("reading")));
  }
}
