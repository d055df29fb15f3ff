package org.signetmail.web.portal;

/**
 * What every page of the portal has around its content; what is not there is empty.
 *
 * @param mailbox who is signed in
 * @param csrf the token that this visitor's forms carry
 * @param command the same from a shell
 * @param script the name of the page's module
 * @param next where the page goes on to by itself
 */
public record Frame(
    String title,
    String organization,
    String mailbox,
    String csrf,
    String command,
    String script,
    String next) {

  public boolean isSignedIn() {
    return !mailbox.isEmpty();
  }

  public boolean hasCommand() {
    return !command.isEmpty();
  }

  public boolean hasScript() {
    return !script.isEmpty();
  }

  public boolean goesOn() {
    return !next.isEmpty();
  }

  Frame withScript(String name) {
    return new Frame(title, organization, mailbox, csrf, command, name, next);
  }

  Frame goingOnTo(String path) {
    return new Frame(title, organization, mailbox, csrf, command, script, path);
  }
}
