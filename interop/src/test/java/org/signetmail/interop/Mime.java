package org.signetmail.interop;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Mail as Jakarta Mail reads it: none of our own code. */
final class Mime {
  private Mime() {}

  /** The text of a message: all its text parts. */
  static String textOf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return text(new MimeMessage(Session.getInstance(new Properties()), in));
    } catch (MessagingException e) {
      throw new IOException(file + ": is not a message", e);
    }
  }

  private static String text(Part part) throws MessagingException, IOException {
    return switch (part.getContent()) {
      case String text -> text;
      case Multipart parts -> {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < parts.getCount(); i++) {
          BodyPart one = parts.getBodyPart(i);
          all.append(text(one));
        }
        yield all.toString();
      }
      case MimeMessage message -> text(message);
      default -> "";
    };
  }
}
