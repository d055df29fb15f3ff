package org.signetmail.smime;

import java.util.List;

/**
 * The header fields of a message that protects none: anybody on the way could have written them.
 */
public record OuterHeaders(List<HeaderField> fields) implements Headers {
  public OuterHeaders {
    fields = List.copyOf(fields);
  }
}
