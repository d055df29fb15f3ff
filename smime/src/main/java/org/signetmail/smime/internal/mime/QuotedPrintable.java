package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Quoted-printable (RFC 2045 §6.7), written so that no relay has a reason to change it. */
final class QuotedPrintable {
  private static final int LONGEST_LINE = 76;
  private static final byte[] HEX =
      "0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private QuotedPrintable() {}

  /** Decodes leniently: what is not an escape stands for itself. */
  static void decode(InputStream in, OutputStream out) throws IOException {
    Lines lines = new Lines(in);
    while (lines.next()) {
      byte[] b = lines.buffer;
      int end = lines.end;
      int text = end;
      while (text > lines.start && (b[text - 1] == '\n' || b[text - 1] == '\r')) {
        text--;
      }
      int last = text;
      while (last > lines.start && (b[last - 1] == ' ' || b[last - 1] == '\t')) {
        last--; // blanks at the end were added on the way (§6.7 rule 3)
      }
      boolean isSoft = last > lines.start && b[last - 1] == '=';
      int to = isSoft ? last - 1 : last;
      for (int i = lines.start; i < to; i++) {
        if (b[i] == '=' && i + 2 < to && hex(b[i + 1]) >= 0 && hex(b[i + 2]) >= 0) {
          out.write(hex(b[i + 1]) << 4 | hex(b[i + 2]));
          i += 2;
        } else {
          out.write(b[i]);
        }
      }
      if (!isSoft) {
        out.write(b, text, end - text);
      }
    }
  }

  /** CRLF ends a line; everything else that could be changed on the way is escaped. */
  static void encode(InputStream in, OutputStream out) throws IOException {
    Lines lines = new Lines(in);
    int column = 0;
    while (lines.next()) {
      byte[] b = lines.buffer;
      int end = lines.end;
      boolean isLineEnd = end - lines.start >= 2 && b[end - 1] == '\n' && b[end - 2] == '\r';
      int text = isLineEnd ? end - 2 : end;
      boolean isFrom =
          !lines.isFragment
              && text - lines.start >= 5
              && b[lines.start] == 'F'
              && b[lines.start + 1] == 'r'
              && b[lines.start + 2] == 'o'
              && b[lines.start + 3] == 'm'
              && b[lines.start + 4] == ' ';
      for (int i = lines.start; i < text; i++) {
        int c = b[i] & 0xff;
        boolean isLast = i + 1 == text;
        boolean isPlain =
            (c > 0x20 && c < 0x7f && c != '=') || ((c == ' ' || c == '\t') && !isLast);
        isPlain &= !(isFrom && i == lines.start);
        int width = isPlain ? 1 : 3;
        if (column + width > (isLast && isLineEnd ? LONGEST_LINE : LONGEST_LINE - 1)) {
          out.write('=');
          out.write('\r');
          out.write('\n');
          column = 0;
          if (isPlain && c == 'F' && startsFrom(b, i, text)) {
            isPlain = false; // a soft break must not make a "From " line either
            width = 3;
          }
        }
        if (isPlain) {
          out.write(c);
        } else {
          out.write('=');
          out.write(HEX[c >> 4]);
          out.write(HEX[c & 15]);
        }
        column += width;
      }
      if (isLineEnd) {
        out.write('\r');
        out.write('\n');
        column = 0;
      }
    }
  }

  private static boolean startsFrom(byte[] b, int at, int end) {
    return end - at >= 5
        && b[at + 1] == 'r'
        && b[at + 2] == 'o'
        && b[at + 3] == 'm'
        && b[at + 4] == ' ';
  }

  private static int hex(byte b) {
    return Character.digit(b, 16);
  }
}
