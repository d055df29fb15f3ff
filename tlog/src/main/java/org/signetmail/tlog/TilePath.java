package org.signetmail.tlog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.tlog.internal.StrictText;

/** The spelling of tile paths: {@code tile/<L or entries>/<N>[.p/<W>]} (C2SP tlog-tiles). */
final class TilePath {

  /** At most 15 digits: every number of leaves below such an index is within a long. */
  private static final Pattern FORM =
      Pattern.compile(
          "tile/(?<level>entries|[0-9]{1,2})/(?<index>(x[0-9]{3}/){0,4}[0-9]{3})"
              + "(\\.p/(?<width>[1-9][0-9]{0,2}))?");

  private TilePath() {}

  static Tile parse(String path) {
    Matcher matcher = FORM.matcher(path);
    if (!matcher.matches()) {
      throw refused(path, "is not the path of a tile");
    }
    long index = Long.parseLong(matcher.group("index").replaceAll("[x/]", ""));
    String partial = matcher.group("width");
    int width = partial == null ? Tile.WIDTH : Integer.parseInt(partial);
    String level = matcher.group("level");
    Tile tile =
        level.equals("entries")
            ? new EntryBundle(index, width)
            : new HashTile(Integer.parseInt(level), index, width);
    if (!tile.path().equals(path)) {
      throw refused(path, "should be " + tile.path());
    }
    return tile;
  }

  /** The path of a tile whose level is written so. */
  static String format(String level, Tile tile) {
    StringBuilder index = new StringBuilder("%03d".formatted(tile.index() % 1000));
    for (long rest = tile.index() / 1000; rest > 0; rest /= 1000) {
      index.insert(0, "x%03d/".formatted(rest % 1000));
    }
    String partial = tile.width() == Tile.WIDTH ? "" : ".p/" + tile.width();
    return "tile/" + level + "/" + index + partial;
  }

  /** Refuses what no tile has. */
  static void check(long index, int width) {
    if (index < 0 || index >= 1_000_000_000_000_000L || width < 1 || width > Tile.WIDTH) {
      throw new LogFormatException(
          "tile: index " + index + ", width " + width + " are out of range (C2SP tlog-tiles)");
    }
  }

  /** Whether a level with this many hashes or leaves reaches the tile. */
  static boolean reaches(long available, Tile tile) {
    return available >= tile.index() * Tile.WIDTH + tile.width();
  }

  private static LogFormatException refused(String path, String why) {
    return new LogFormatException(
        "tile: " + StrictText.excerpt(path) + " " + why + " (C2SP tlog-tiles)");
  }
}
