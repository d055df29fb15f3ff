package org.signetmail.app.bench;

import java.util.List;
import java.util.Locale;

/**
 * Ratios as a picture (SVG 1.1): a bar from 1 for each, on a scale where twice as fast and half as
 * fast are as far from 1, with a thin line for the spread. It needs no script, no font file and no
 * colour to be read.
 */
public final class RatioPlot {
  private static final int LABELS = 250;
  private static final int SCALE = 380;
  private static final int ROW = 22;
  private static final int TOP = 46;

  /**
   * One bar.
   *
   * @param least the lower end of the spread; the ratio where there is none
   * @param most the upper end of it
   */
  public record Bar(String label, double ratio, double least, double most) {}

  private RatioPlot() {}

  /** Draws bars one below the other; each ratio is above 0. */
  public static String of(String title, List<Bar> bars) {
    int low = -1;
    int high = 1;
    for (Bar bar : bars) {
      low = Math.min(low, (int) Math.floor(log2(bar.least())));
      high = Math.max(high, (int) Math.ceil(log2(bar.most())));
    }
    int height = TOP + ROW * bars.size() + 26;
    int width = LABELS + SCALE + 70;
    StringBuilder svg = new StringBuilder();
    svg.append(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n"
                + "<title>%s</title>\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n"
                + "<text x=\"8\" y=\"18\" font-weight=\"bold\">%s</text>\n")
            .formatted(width, height, width, height, escaped(title), escaped(title)));
    for (int power = low; power <= high; power++) {
      double x = x(power, low, high);
      svg.append(line(x, TOP - 12, x, height - 22, power == 0 ? "#000" : "#ccc"));
      svg.append(text(x, height - 8, "middle", times(power)));
    }
    for (int i = 0; i < bars.size(); i++) {
      svg.append(row(bars.get(i), TOP + ROW * i, low, high));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String row(Bar bar, int y, int low, int high) {
    double one = x(0, low, high);
    double end = x(log2(bar.ratio()), low, high);
    double least = x(log2(bar.least()), low, high);
    double most = x(log2(bar.most()), low, high);
    return text(LABELS - 8, y + 9, "end", bar.label())
        + String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"12\" fill=\"%s\"/>%n",
            Math.min(one, end),
            y - 2,
            Math.max(1, Math.abs(end - one)),
            bar.ratio() < 1 ? "#b9652b" : "#2f6f9f")
        + (most - least < 1 ? "" : line(least, y + 4, most, y + 4, "#000"))
        + text(
            Math.max(Math.max(end, most), one) + 5,
            y + 9,
            "start",
            String.format(Locale.ROOT, "%.2f", bar.ratio()));
  }

  private static double x(double power, int low, int high) {
    return LABELS + SCALE * (power - low) / (high - low);
  }

  private static double log2(double ratio) {
    return Math.log(ratio) / Math.log(2);
  }

  private static String times(int power) {
    return power < 0 ? "1/" + (1L << -power) : Long.toString(1L << power);
  }

  private static String line(double fromX, double fromY, double toX, double toY, String colour) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
        fromX,
        fromY,
        toX,
        toY,
        colour);
  }

  private static String text(double x, double y, String anchor, String words) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        escaped(words));
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
