package org.signetmail.smtp.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.gateway.Answer;
import org.signetmail.smtp.ServerLimits;

/**
 * Passes the text of a message on while it holds to the rules of text: CR and LF only together,
 * lines, header and whole within their limits. After the first fault nothing more is passed on, and
 * the fault is the answer at the end. For one thread.
 */
public final class MessageText {
  private static final System.Logger LOG = System.getLogger(MessageText.class.getName());

  private final OutputStream out;
  private final ServerLimits limits;
  private @Nullable Answer fault;
  private long octets;
  private long lines = 1;
  private int inLine;
  private boolean inHeader = true;
  private boolean afterCr;

  public MessageText(OutputStream out, ServerLimits limits) {
    this.out = out;
    this.limits = limits;
  }

  /** Takes the next octets: any cut of the message into pieces gives the same result. */
  public void accept(byte[] buffer, int from, int to) {
    if (fault != null) {
      return;
    }
    octets += to - from;
    if (octets > limits.messageOctets()) {
      fault =
          new Answer(
              552,
              "5.3.4",
              "message: is larger than "
                  + limits.messageOctets()
                  + " octets (RFC 1870 §6.3); send it in parts or as a link");
      return;
    }
    check(buffer, from, to);
    if (fault == null) {
      pass(buffer, from, to);
    }
  }

  /** The answer to a message with a fault; to be asked when all of it was given. */
  public Optional<Answer> fault() {
    if (fault == null && (afterCr || inLine > 0)) {
      fault = malformed("does not end with CR LF", "send whole lines");
    }
    return Optional.ofNullable(fault);
  }

  private void check(byte[] buffer, int from, int to) {
    int i = from;
    while (i < to && fault == null) {
      if (afterCr) {
        afterCr = false;
        if (buffer[i] != '\n') {
          fault = bare("CR");
          return;
        }
        i++;
        endOfLine();
        continue;
      }
      int start = i;
      while (i < to && buffer[i] != '\r' && buffer[i] != '\n') {
        i++;
      }
      inLine += i - start;
      if (inLine + 2 > limits.lineOctets()) {
        fault =
            new Answer(
                554,
                "5.6.0",
                "message: line "
                    + lines
                    + " is longer than "
                    + limits.lineOctets()
                    + " octets (RFC 5321 §4.5.3.1.6); wrap or encode it");
      } else if (i < to && buffer[i] == '\n') {
        fault = bare("LF");
      } else if (i < to) {
        afterCr = true;
        i++;
      }
    }
    headerWithin();
  }

  private void endOfLine() {
    if (inLine == 0) {
      inHeader = false;
    }
    inLine = 0;
    lines++;
  }

  private void headerWithin() {
    // A run that begins in the header counts whole: the limit is coarse by one buffer at most.
    if (fault == null && inHeader && octets > limits.headerOctets()) {
      fault =
          new Answer(
              554,
              "5.6.0",
              "message: header section is larger than "
                  + limits.headerOctets()
                  + " octets; shorten it");
    }
  }

  private void pass(byte[] buffer, int from, int to) {
    try {
      out.write(buffer, from, to - from);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "smtp: a message cannot be kept: " + e.getMessage());
      fault = new Answer(452, "4.3.1", "message: no room to keep it; try again later");
    }
  }

  private Answer bare(String which) {
    return malformed("has a bare " + which + " in line " + lines, "end lines with CR LF");
  }

  private static Answer malformed(String what, String advice) {
    return new Answer(554, "5.6.0", "message: " + what + " (RFC 5321 §2.3.8); " + advice);
  }
}
