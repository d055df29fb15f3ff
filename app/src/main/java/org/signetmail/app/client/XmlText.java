package org.signetmail.app.client;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** XML, written element by element, with two blanks for each level. */
final class XmlText {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;
  private int level;

  /** Writes some of it. */
  interface Part {
    void write() throws XMLStreamException;
  }

  XmlText() throws XMLStreamException {
    xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
    text.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  }

  /** What comes before the first element. */
  XmlText declare(String declaration) {
    text.write(declaration + "\n");
    return this;
  }

  /**
   * @param attributes name and value, one after the other
   */
  void group(String name, Part inside, String... attributes) throws XMLStreamException {
    begin(name, attributes);
    xml.writeCharacters("\n");
    level++;
    inside.write();
    level--;
    indent();
    xml.writeEndElement();
    xml.writeCharacters("\n");
  }

  void value(String name, String value, String... attributes) throws XMLStreamException {
    begin(name, attributes);
    xml.writeCharacters(value);
    xml.writeEndElement();
    xml.writeCharacters("\n");
  }

  void empty(String name, String... attributes) throws XMLStreamException {
    indent();
    xml.writeEmptyElement(name);
    attributes(attributes);
    xml.writeCharacters("\n");
  }

  String end() throws XMLStreamException {
    xml.flush();
    return text.toString();
  }

  private void begin(String name, String... attributes) throws XMLStreamException {
    indent();
    xml.writeStartElement(name);
    attributes(attributes);
  }

  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], attributes[i + 1]);
    }
  }

  private void indent() throws XMLStreamException {
    xml.writeCharacters("  ".repeat(level));
  }
}
