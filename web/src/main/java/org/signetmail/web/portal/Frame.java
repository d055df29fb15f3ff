package org.signetmail.web.portal;

/**
 * What every page of the portal has around its content; what is not there is empty.
 *
 * @param mailbox who is signed in
 * @param csrf the token that this visitor's forms carry
 * @param command the same from a shell
 * @param script the name of the page's module
 */
public record Frame(
    String title, String organization, String mailbox, String csrf, String command, String script) {

  public boolean isSignedIn() {
    return !mailbox.isEmpty();
  }

  public boolean hasCommand() {
    return !command.isEmpty();
  }

  public boolean hasScript() {
    return !script.isEmpty();
  }

  Frame withScript(String name) {
    return new Frame(title, organization, mailbox, csrf, command, name);
  }
}
