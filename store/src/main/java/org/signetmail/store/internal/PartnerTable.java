package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.signetmail.directory.Partner;
import org.signetmail.directory.PartnerStore;
import org.signetmail.pkix.Certificate;
import org.signetmail.tlog.LogEntry;

/** Partners with their roots. Safe for many threads and nodes. */
public final class PartnerTable implements PartnerStore {
  private final Database database;

  public PartnerTable(Database database) {
    this.database = database;
  }

  @Override
  public long add(Partner partner, LogEntry entry) {
    return database.record((session, ledger) -> {
      if (isKnown(session, partner.name())) {
        throw new IllegalArgumentException(
            "partner "
                + partner.name()
                + ": is there already; remove it first, then add it as it is now");
      }
      long index = ledger.append(entry);
      session.update(
          "INSERT INTO partner (name, log_index, domains, gateway, reads) VALUES (?, ?, ?, ?, ?)",
          partner.name(),
          index,
          String.join(" ", new TreeSet<>(partner.domains())),
          partner.gateway().map(Certificate::encoded).orElse(null),
          Words.line(partner.reads()));
      List<@Nullable Object[]> roots = new ArrayList<>();
      for (Certificate root : partner.roots()) {
        roots.add(new Object[] {partner.name(), (long) roots.size(), root.encoded()});
      }
      session.batch("INSERT INTO partner_root (partner, position, der) VALUES (?, ?, ?)", roots);
      return index;
    });
  }

  @Override
  public boolean remove(String name, LogEntry entry) {
    return database.record((session, ledger) -> {
      if (!isKnown(session, name)) {
        return false;
      }
      ledger.append(entry);
      session.update("DELETE FROM partner_root WHERE partner = ?", name);
      session.update("DELETE FROM partner WHERE name = ?", name);
      return true;
    });
  }

  @Override
  public List<Partner> partners() {
    return database.read(session -> {
      List<Partner> partners = new ArrayList<>();
      for (Named named :
          session.query(
              "SELECT name, domains, gateway, reads FROM partner ORDER BY name", Named::of)) {
        partners.add(named.with(roots(session, named.name())));
      }
      return partners;
    });
  }

  private static boolean isKnown(Session session, String name) throws SQLException {
    return session.first("SELECT 1 FROM partner WHERE name = ?", row -> true, name).isPresent();
  }

  private static List<Certificate> roots(Session session, String name) throws SQLException {
    return session.query(
        "SELECT der FROM partner_root WHERE partner = ? ORDER BY position",
        row -> row.certificate("der"),
        name);
  }

  /** A row of the one table, before its roots are read from the other. */
  private record Named(
      String name, Set<String> domains, Optional<Certificate> gateway, Set<String> reads) {
    static Named of(Row row) throws SQLException {
      return new Named(
          row.text("name"),
          Set.of(row.text("domains").split(" ")),
          row.isNull("gateway") ? Optional.empty() : Optional.of(row.certificate("gateway")),
          Words.of(row.text("reads")));
    }

    Partner with(List<Certificate> roots) {
      return new Partner(name, roots, domains, gateway, reads);
    }
  }
}
