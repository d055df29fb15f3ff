package org.signetmail.smime;

import java.util.List;
import org.signetmail.smime.internal.mime.Field;

/** The fields beside a CMS body: how it is encoded and what file mail programs may make of it. */
final class EnvelopeFields {
  private EnvelopeFields() {}

  static List<Field> base64(String fileName) {
    return List.of(
        Field.of("Content-Transfer-Encoding", "base64"),
        Field.of("Content-Disposition", "attachment; filename=\"" + fileName + "\""));
  }
}
