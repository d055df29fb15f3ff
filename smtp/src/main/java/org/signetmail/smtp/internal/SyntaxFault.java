package org.signetmail.smtp.internal;

import org.signetmail.gateway.Answer;

/** A command that cannot be read, with the reply to it. */
public final class SyntaxFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  SyntaxFault(int code, String status, String text) {
    super(text, null, false, false);
    this.answer = new Answer(code, status, text);
  }

  public Answer answer() {
    return answer;
  }
}
