package org.signetmail.app.home;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;
import org.signetmail.store.Replicas;
import org.signetmail.store.StoreUrl;

/**
 * The group {@code store} of {@code signet.yaml}.
 *
 * @param url a JDBC address; a relative SQLite file lies in the home folder
 * @param replicas JDBC addresses of PostgreSQL servers that follow the store's
 * @param replicaLag how far behind a replica may be and still be asked
 */
public record StoreSettings(String url, List<String> replicas, Duration replicaLag) {
  /** A replica shows what is there within this, or something is wrong. */
  private static final Duration LAG = Duration.ofSeconds(10);

  /** What a replica is to show is written once a second. */
  private static final Duration LEAST_LAG = Duration.ofSeconds(3);

  private static final Duration MOST_LAG = Duration.ofHours(1);

  public StoreSettings {
    replicas = List.copyOf(replicas);
  }

  /** One database, which nothing follows. */
  public static StoreSettings at(String url) {
    return new StoreSettings(url, List.of(), LAG);
  }

  /** The replicas, as the store wants them. */
  public Replicas followers() {
    return new Replicas(
        replicas.stream().map(url -> (StoreUrl.Postgresql) StoreUrl.of(url)).toList(), replicaLag);
  }

  static StoreSettings read(YamlMapping store) throws YamlProblem {
    store.allow("url", "replicas", "replica-lag");
    String url = store.optionalText("url").orElse("jdbc:sqlite:signet.db");
    if (!url.startsWith(StoreUrl.SQLITE) && !url.startsWith(StoreUrl.POSTGRESQL)) {
      throw new YamlProblem(
          store.placeOf("url"),
          "'" + url + "' is no store we know",
          "write jdbc:sqlite:signet.db or jdbc:postgresql://host/database");
    }
    List<String> replicas = new ArrayList<>();
    for (String replica : store.texts("replicas")) {
      requireReplica(store, url, replica);
      replicas.add(replica);
    }
    return new StoreSettings(
        url,
        replicas,
        ConfigurationValues.between(store, "replica-lag", LEAST_LAG, MOST_LAG).orElse(LAG));
  }

  private static void requireReplica(YamlMapping store, String url, String replica)
      throws YamlProblem {
    if (!url.startsWith(StoreUrl.POSTGRESQL)) {
      throw new YamlProblem(
          store.placeOf("replicas"),
          "the store is a file of this machine, which nothing follows",
          "leave replicas out, or keep the store in PostgreSQL");
    }
    String server = replica.split("\\?", 2)[0];
    if (!server.startsWith(StoreUrl.POSTGRESQL + "//") || server.contains(",")) {
      throw new YamlProblem(
          store.placeOf("replicas"),
          "a replica is one PostgreSQL server, and '" + server + "' is not the address of one",
          "write a line jdbc:postgresql://host/database?user=… for each");
    }
    try {
      StoreUrl.of(replica);
    } catch (IllegalArgumentException e) {
      throw new YamlProblem(
          store.placeOf("replicas"),
          String.valueOf(e.getMessage()),
          "write jdbc:postgresql://host/database?user=NAME");
    }
  }

  /** The lines of the file, without those of replicas where there are none. */
  String text() {
    StringBuilder text =
        new StringBuilder("store:\n  url: ")
            .append(quoted(url))
            .append("   # or jdbc:postgresql://host/database\n");
    if (!replicas.isEmpty()) {
      text.append("  replicas:                     # for reads; docs/operate/many-nodes.md\n");
      replicas.forEach(one -> text.append("    - ").append(quoted(one)).append('\n'));
      text.append("  replica-lag: ").append(replicaLag).append('\n');
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
