package org.signetmail.smime;

import java.io.IOException;
import java.util.List;
import org.signetmail.smime.internal.mime.Field;
import org.signetmail.smime.internal.mime.Header;

/**
 * The header fields of a message that protects none: anybody on the way could have written them.
 */
public record OuterHeaders(List<HeaderField> fields) implements Headers {
  public OuterHeaders {
    fields = List.copyOf(fields);
  }

  /**
   * What stands outside, before anything is opened or verified.
   *
   * @throws MalformedMessage when the input is not a message at all
   */
  public static OuterHeaders read(Octets message) throws IOException {
    Header header = Header.read(message, Budget.STANDARD.headerBytes());
    return new OuterHeaders(
        header.fields().stream().filter(f -> !f.isStructural()).map(Field::plain).toList());
  }
}
