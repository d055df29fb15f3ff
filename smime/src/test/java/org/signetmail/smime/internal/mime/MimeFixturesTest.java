package org.signetmail.smime.internal.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.testkit.DeclaredExceptions;
import org.signetmail.testkit.Fixtures;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Eighty messages, many of them odd, as Apache's parser takes them apart: header fields, parts
 * inside parts, decoded bodies. Where ours sees another thing, the reason is declared.
 */
class MimeFixturesTest {
  private static final String SAME = "the same";
  private static final int LARGEST_HEADER = 1 << 20;
  private static final int MOST_PARTS = 1000;

  @Test
  void everyMessageIsTakenApartAsDeclared() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> actual = new TreeMap<>();
    for (Path message : messages()) {
      String name = name(message);
      expected.put(name, SAME);
      actual.put(name, difference(message));
    }
    assertEquals(80, actual.size());
    DeclaredExceptions.hold(MimeFixturesTest.class, "/mime-exceptions.tsv", expected, actual);
  }

  private static List<Path> messages() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String folder : List.of("mime/testmsgs", "mime/mimetools-testmsgs")) {
      try (Stream<Path> files = Files.list(Fixtures.data(folder))) {
        files.filter(f -> f.toString().endsWith(".msg")).forEach(all::add);
      }
    }
    return all;
  }

  private static String name(Path message) {
    return String.valueOf(message.getFileName()).replaceFirst("\\.msg$", "");
  }

  private static String difference(Path message) throws Exception {
    Path tree = message.resolveSibling(name(message) + "_decoded.xml");
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(tree.toFile())
            .getDocumentElement();
    try (Octets octets = Octets.of(Files.readAllBytes(message))) {
      new Comparison(tree.resolveSibling("")).entity(octets, root, "1");
      return SAME;
    } catch (Difference e) {
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static final class Difference extends Exception {
    private static final long serialVersionUID = 1L;

    Difference(String at, String what) {
      super(at + " " + what);
    }
  }

  /** One message beside the tree that another parser made of it. */
  private record Comparison(Path folder) {
    void entity(Octets octets, Element tree, String at) throws Exception {
      Entity entity =
          at.equals("1")
              ? Entity.of(octets, LARGEST_HEADER)
              : Entity.inside(octets, LARGEST_HEADER);
      List<Element> parts = elements(tree);
      fields(entity.header(), parts.getFirst(), at);
      ContentType type = entity.header().contentType();
      Element body = parts.get(1);
      switch (body.getTagName()) {
        case "multipart" -> multipart(entity, type, body, at);
        case "message" -> entity(decoded(entity), body, at + ".message");
        default -> body(entity, body, at);
      }
    }

    private static void fields(Header header, Element tree, String at) throws Difference {
      List<String> theirs = elements(tree).stream().map(f -> flat(f.getTextContent())).toList();
      List<String> ours =
          header.fields().stream()
              .map(f -> flat(new String(f.raw(), StandardCharsets.ISO_8859_1)))
              .toList();
      if (!theirs.equals(ours)) {
        throw new Difference(at, "header");
      }
    }

    private void multipart(Entity entity, ContentType type, Element tree, String at)
        throws Exception {
      Octets body = entity.body();
      List<Multipart.Part> ours =
          Multipart.scan(body, type.parameter("boundary").orElse(""), MOST_PARTS).parts();
      List<Element> theirs =
          elements(tree).stream().filter(e -> e.getTagName().equals("body-part")).toList();
      if (ours.size() != theirs.size()) {
        throw new Difference(at, ours.size() + " parts where " + theirs.size() + " are");
      }
      for (int i = 0; i < ours.size(); i++) {
        entity(ours.get(i).of(body), theirs.get(i), at + "." + (i + 1));
      }
    }

    private void body(Entity entity, Element tree, String at) throws Exception {
      byte[] theirs = Files.readAllBytes(folder.resolve(tree.getAttribute("name")));
      byte[] ours = decoded(entity).toByteArray();
      boolean isText = tree.getTagName().equals("text-body");
      if (!(isText ? Arrays.equals(lines(theirs), lines(ours)) : Arrays.equals(theirs, ours))) {
        throw new Difference(at, "body");
      }
    }

    private static Octets decoded(Entity entity) throws IOException {
      try (InputStream in = entity.decoded(Spool.standard())) {
        return Spool.standard().keep(in);
      }
    }

    private static byte[] lines(byte[] text) {
      return new String(text, StandardCharsets.ISO_8859_1)
          .replace("\r", "")
          .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String flat(String field) {
      return field.replaceAll("[^\\x21-\\x7e]+", " ").strip();
    }

    private static List<Element> elements(Element parent) {
      List<Element> all = new ArrayList<>();
      for (Node at = parent.getFirstChild(); at != null; at = at.getNextSibling()) {
        if (at instanceof Element element) {
          all.add(element);
        }
      }
      return all;
    }
  }
}
