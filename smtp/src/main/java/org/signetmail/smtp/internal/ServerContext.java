package org.signetmail.smtp.internal;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.gateway.MailHandler;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.ServerSettings;

/** What all sessions of one server share. */
public record ServerContext(
    ServerSettings settings,
    MailHandler handler,
    Spool spool,
    InstantSource clock,
    Watchdog watchdog) {

  /** The lines of the answer to EHLO (RFC 5321 §4.1.1.1). */
  List<String> offer(boolean secured) {
    List<String> lines = new ArrayList<>();
    lines.add(settings.hostname());
    lines.add("PIPELINING");
    lines.add("SIZE " + settings.limits().messageOctets());
    lines.add("8BITMIME");
    lines.add("SMTPUTF8");
    lines.add("DSN");
    lines.add("CHUNKING");
    if (settings.tls().isPresent() && !secured) {
      lines.add("STARTTLS");
    }
    lines.add("ENHANCEDSTATUSCODES");
    return lines;
  }
}
