package org.signetmail.app.client;

import java.nio.charset.StandardCharsets;

/**
 * One file that sets a mail program up.
 *
 * @param name relative, in the folder that it is written to
 */
public record ClientFile(String name, String mediaType, byte[] content) {
  static ClientFile text(String name, String mediaType, String content) {
    return new ClientFile(name, mediaType, content.getBytes(StandardCharsets.UTF_8));
  }
}
