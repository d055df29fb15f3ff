package org.signetmail.smime.internal.mime;

import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.Mailbox;

/**
 * A list of mailboxes as From, Sender and To have it (RFC 5322 §3.4, RFC 6854): names, comments,
 * quotes, groups and routes are understood, and what is not to the grammar is refused: a program
 * that guesses shows another sender than the one that was checked.
 */
public final class Addresses {
  private final String text;
  private int at;

  private Addresses(String text) {
    this.text = text;
  }

  /** A mailbox with the name shown before it; the name may be empty. */
  public record Named(String name, Mailbox mailbox) {}

  /**
   * @throws IllegalArgumentException when it is not a list of mailboxes
   */
  public static List<Named> of(String fieldValue) {
    return new Addresses(fieldValue).list();
  }

  private List<Named> list() {
    List<Named> all = new ArrayList<>();
    boolean isInGroup = false;
    while (true) {
      skip();
      if (at == text.length()) {
        break;
      }
      char c = text.charAt(at);
      if (c == ',') {
        at++;
        continue;
      }
      if (c == ';' && isInGroup) {
        isInGroup = false;
        at++;
        continue;
      }
      StringBuilder words = new StringBuilder();
      String name = "";
      while (true) {
        skip();
        c = at < text.length() ? text.charAt(at) : ',';
        if (c == '"') {
          words.append(words.isEmpty() ? "" : " ").append(quoted());
        } else if (c == '<') {
          name = words.toString();
          all.add(new Named(plain(name), angle()));
          break;
        } else if (c == ':' && !isInGroup) {
          isInGroup = true;
          at++;
          break;
        } else if (c == ',' || (c == ';' && isInGroup)) {
          all.add(new Named("", mailbox(words.toString())));
          break;
        } else if (c == '@' || c == '.') {
          words.append(c);
          at++;
        } else {
          String atom = atom();
          boolean joins = words.isEmpty() || "@.".indexOf(words.charAt(words.length() - 1)) >= 0;
          words.append(joins ? "" : " ").append(atom);
        }
      }
      skip();
      boolean isOver = at == text.length() || ",;:".indexOf(text.charAt(at)) >= 0 || isInGroup;
      if (!isOver) {
        throw refused();
      }
    }
    if (isInGroup) {
      throw refused();
    }
    return all;
  }

  /** Blanks and comments. */
  private void skip() {
    int depth = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (depth > 0 && c == '\\') {
        at++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      } else if (depth == 0 && c != ' ' && c != '\t') {
        return;
      }
    }
    if (depth > 0) {
      throw refused();
    }
    at = text.length();
  }

  private String quoted() {
    int from = at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw refused();
    }
    return text.substring(from, ++at);
  }

  private String atom() {
    int from = at;
    while (at < text.length()
        && text.charAt(at) > ' '
        && text.charAt(at) != 0x7f
        && "()<>[]:;@\\,.\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == from) {
      throw refused();
    }
    return text.substring(from, at);
  }

  private Mailbox angle() {
    at++;
    skip();
    if (at < text.length() && text.charAt(at) == '@') { // an old route: only the address counts
      int colon = text.indexOf(':', at);
      if (colon < 0) {
        throw refused();
      }
      at = colon + 1;
    }
    StringBuilder address = new StringBuilder();
    while (true) {
      skip();
      if (at >= text.length()) {
        throw refused();
      }
      char c = text.charAt(at);
      if (c == '>') {
        at++;
        return mailbox(address.toString());
      } else if (c == '"') {
        address.append(quoted());
      } else if (c == '@' || c == '.') {
        address.append(c);
        at++;
      } else {
        boolean joins =
            address.isEmpty() || "@.".indexOf(address.charAt(address.length() - 1)) >= 0;
        if (!joins) {
          throw refused();
        }
        address.append(atom());
      }
    }
  }

  private static Mailbox mailbox(String address) {
    int split = address.lastIndexOf('@');
    if (split < 1 || address.substring(split).indexOf('"') >= 0) {
      throw refused();
    }
    String local = address.substring(0, split);
    if (local.startsWith("\"") ? local.indexOf('"', 1) < 0 : local.indexOf('@') >= 0) {
      throw refused();
    }
    return Mailbox.of(unquoted(local) + address.substring(split));
  }

  /** A quoted local part that needs no quotes is the same without them (RFC 5321 §4.1.2). */
  private static String unquoted(String local) {
    if (local.length() > 2 && local.startsWith("\"") && local.endsWith("\"")) {
      String inside = local.substring(1, local.length() - 1);
      if (inside.matches("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")) {
        return inside;
      }
    }
    return local;
  }

  private static String plain(String name) {
    String unescaped = name.indexOf('\\') < 0 ? name : name.replaceAll("\\\\(.)", "$1");
    return EncodedWords.decode(unescaped.replace("\"", ""));
  }

  private static IllegalArgumentException refused() {
    return new IllegalArgumentException("is not a list of mailboxes (RFC 5322 §3.4)");
  }
}
