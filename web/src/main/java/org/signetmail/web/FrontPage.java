package org.signetmail.web;

import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code /}: what this system is, and links to what is there. One plain page without script. */
public final class FrontPage implements Pages {
  /** A link with what a person finds behind it. */
  public record Link(String path, String name, String what) {}

  private final byte[] page;
  private final byte[] style;

  public FrontPage(String organization, List<Link> links) {
    StringBuilder rows = new StringBuilder();
    for (Link link : links) {
      rows.append(
          "      <tr><td><a href=\"%s\">%s</a></td><td>%s</td></tr>\n"
              .formatted(escape(link.path()), escape(link.name()), escape(link.what())));
    }
    this.page =
        resource("front.html")
            .replace("{{organization}}", escape(organization))
            .replace("{{links}}", rows)
            .getBytes(StandardCharsets.UTF_8);
    this.style = resource("signet.css").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.allOf(Reach.class);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.get(
        "/", (request, response) -> Answers.bytes(response, "text/html; charset=utf-8", page));
    routing.get(
        "/signet.css",
        (request, response) -> Answers.bytes(response, "text/css; charset=utf-8", style));
  }

  /** Text for an HTML element or a double-quoted attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (InputStream in = FrontPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
