package org.signetmail.store.internal;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.signetmail.backup.TableDigest;

/** The acts of one table: what the last of each name left. Used by one thread. */
final class LoggedActs {
  /** In the place of a leaf: no leaf knows the row. */
  private static final long UNLOGGED = -1;

  private record Said(int place, String row) {}

  private final BitSet places = new BitSet();
  private final BitSet wrong = new BitSet();
  private final Map<String, Said> last = new HashMap<>();
  private long unlogged;

  /** Of an entry whose opening was forgotten nothing is known but that it was there. */
  void leaf(int place, Optional<String> name, Optional<String> row) {
    places.set(place);
    if (name.isPresent() && row.isPresent()) {
      last.put(name.get(), new Said(place, row.get()));
    }
  }

  void end(int place, Optional<String> name) {
    places.set(place);
    name.ifPresent(last::remove);
  }

  /** Ends all whose names begin so, at most a few. */
  void endAll(int place, Optional<String> beginning) {
    places.set(place);
    beginning.ifPresent(ended -> last.keySet().removeIf(name -> name.startsWith(ended)));
  }

  /** A row that is there; an entry of old says nothing of what is in it. */
  void row(String name, String row) {
    Said said = last.remove(name);
    if (said == null) {
      unlogged++;
    } else if (!said.row().isEmpty() && !said.row().equals(row)) {
      wrong.set(said.place());
    }
  }

  /** After all rows: what is left has none. */
  TableDigest digest() {
    last.values().forEach(said -> wrong.set(said.place()));
    TableDigest digest = new TableDigest();
    for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
      digest.add(place, Boolean.toString(!wrong.get(place)));
    }
    for (long i = 0; i < unlogged; i++) {
      digest.add(UNLOGGED, Boolean.toString(false));
    }
    return digest;
  }
}
