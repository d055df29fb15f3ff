package org.signetmail.store;

import java.util.List;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CrlStore;
import org.signetmail.directory.ListedPeople;
import org.signetmail.store.internal.CertificateTable;
import org.signetmail.store.internal.CrlTable;
import org.signetmail.store.internal.Database;
import org.signetmail.store.internal.ReplicatedDatabase;
import org.signetmail.store.internal.WordTable;

/**
 * The store, for whoever may be told what was true a moment ago: reads go to a replica that is no
 * further behind than is allowed, and to the store itself where there is none. Each read is of one
 * moment; two of them may be of different ones, in either order. Writes go to the store. Safe for
 * many threads.
 */
public final class Aside {
  private final Database database;
  private final ReplicatedDatabase replicas;

  Aside(Database database, ReplicatedDatabase replicas) {
    this.database = database;
    this.replicas = replicas;
  }

  public CertificateStore certificates() {
    return new CertificateTable(database);
  }

  public CrlStore crls() {
    return new CrlTable(database);
  }

  public ListedPeople listedPeople() {
    return new WordTable(database);
  }

  /** How many replicas are asked at this moment. */
  public int inUse() {
    return replicas.inUse();
  }

  /** Writes something and waits until each replica has it, or has had its time. */
  public List<ReplicaState> examine() {
    return replicas.examine();
  }
}
