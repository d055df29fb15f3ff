package org.signetmail.app.command;

import java.io.PrintStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * JSON on a stream by the generator alone, without the object mapper, whose start costs too much.
 */
final class Json {
  private Json() {}

  /** Writes one value. */
  interface Body {
    void write(JsonGenerator json);
  }

  /** One document over several lines, ended by a line feed. */
  static void print(PrintStream out, Body body) {
    out.println(text(body, new PrettyContext()));
  }

  /** One document on one line. */
  static void printLine(PrintStream out, Body body) {
    out.println(text(body, ObjectWriteContext.empty()));
  }

  private static String text(Body body, ObjectWriteContext context) {
    java.io.StringWriter text = new java.io.StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(context, text)) {
      body.write(json);
    }
    return text.toString();
  }

  private static final class PrettyContext extends ObjectWriteContext.Base {
    @Override
    public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }
}
