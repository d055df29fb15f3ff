package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.signetmail.smime.Octets;
import org.signetmail.smime.internal.BudgetExceeded;

/**
 * Where the parts of a multipart body lie (RFC 2046 §5.1.1): the line end before a boundary belongs
 * to the boundary.
 *
 * @param isClosed whether the closing boundary is there
 * @param isAmbiguous whether a line begins like a boundary and is none: programs disagree on those
 * @param hasEpilogue whether anything but blanks follows the closing boundary
 * @param hasBareLineFeed whether lines end without a carriage return
 */
public record Multipart(
    List<Part> parts,
    boolean isClosed,
    boolean isAmbiguous,
    boolean hasEpilogue,
    boolean hasBareLineFeed) {
  /** Offsets in the body. */
  public record Part(long start, long end) {
    public Octets of(Octets body) {
      return body.slice(start, end - start);
    }
  }

  public static Multipart scan(Octets body, String boundary, int maxParts) throws IOException {
    byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    List<Part> parts = new ArrayList<>();
    boolean isAmbiguous = false;
    boolean hasEpilogue = false;
    boolean hasBareLineFeed = false;
    boolean isClosed = false;
    long partStart = -1;
    long contentEnd = 0; // before the line end of the line before
    try (InputStream in = body.stream()) {
      Lines lines = new Lines(in, body.size());
      while (lines.next()) {
        byte[] b = lines.buffer;
        int start = lines.start;
        int end = lines.end;
        int text = end;
        if (b[end - 1] == '\n') {
          text--;
          if (text > start && b[text - 1] == '\r') {
            text--;
          } else {
            hasBareLineFeed = true;
          }
        }
        if (isClosed) {
          hasEpilogue |= !isBlank(b, start, text);
        }
        if (!lines.isFragment && b[start] == '-' && startsWith(b, start, text, delimiter)) {
          int rest = start + delimiter.length;
          boolean isLast = text - rest >= 2 && b[rest] == '-' && b[rest + 1] == '-';
          if (!isBlank(b, isLast ? rest + 2 : rest, text) || isClosed) {
            isAmbiguous = true;
          } else {
            if (partStart >= 0) {
              parts.add(new Part(partStart, Math.max(contentEnd, partStart)));
              if (parts.size() > maxParts) {
                throw new BudgetExceeded("more than " + maxParts + " parts");
              }
            }
            partStart = isLast ? -1 : lines.position() + (end - start);
            isClosed = isLast;
          }
        }
        contentEnd = lines.position() + (text - start);
      }
    }
    return new Multipart(parts, isClosed, isAmbiguous, hasEpilogue, hasBareLineFeed);
  }

  private static boolean startsWith(byte[] b, int start, int end, byte[] prefix) {
    return end - start >= prefix.length
        && Arrays.equals(b, start, start + prefix.length, prefix, 0, prefix.length);
  }

  private static boolean isBlank(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] != ' ' && b[i] != '\t') {
        return false;
      }
    }
    return true;
  }
}
