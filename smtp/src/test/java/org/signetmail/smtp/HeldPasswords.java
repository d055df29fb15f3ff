package org.signetmail.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.signetmail.gateway.FormPassword;
import org.signetmail.gateway.FormPasswordStore;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/** Sealed passwords in memory. */
final class HeldPasswords implements FormPasswordStore {
  private final Map<String, FormPassword> held = new ConcurrentHashMap<>();
  final List<LogEntry> log = new ArrayList<>();

  @Override
  public synchronized FormPassword keepFirst(FormPassword password, LogEntry entry) {
    FormPassword there = held.putIfAbsent(password.recipient().key(), password);
    if (there == null) {
      log.add(entry);
    }
    return there == null ? password : there;
  }

  @Override
  public synchronized void replace(FormPassword password, LogEntry entry) {
    held.put(password.recipient().key(), password);
    log.add(entry);
  }

  @Override
  public synchronized boolean remove(FormPassword password, LogEntry entry) {
    boolean there = is(password);
    if (there) {
      held.remove(password.recipient().key());
      log.add(entry);
    }
    return there;
  }

  @Override
  public synchronized void told(FormPassword password, Mailbox person) {
    if (is(password)) {
      held.put(
          password.recipient().key(),
          new FormPassword(
              password.recipient(),
              password.origin(),
              password.sealed(),
              password.since(),
              Optional.of(person)));
    }
  }

  @Override
  public Optional<FormPassword> find(Mailbox recipient) {
    return Optional.ofNullable(held.get(recipient.key()));
  }

  @Override
  public List<FormPassword> all() {
    return List.copyOf(held.values());
  }

  private boolean is(FormPassword password) {
    return find(password.recipient())
        .filter(there -> there.since().equals(password.since()))
        .isPresent();
  }
}
