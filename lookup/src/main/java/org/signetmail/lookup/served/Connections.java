package org.signetmail.lookup.served;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** How many connections each client has, so that none takes them all. Thread-safe. */
final class Connections {
  private static final int MOST = 20;

  private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();
  private final Predicate<InetAddress> free;

  Connections(Predicate<InetAddress> free) {
    this.free = free;
  }

  void begin(InetAddress client) throws LDAPException {
    int now = open.merge(client, 1, Integer::sum);
    if (now > MOST && !free.test(client)) {
      end(client);
      throw new LDAPException(
          ResultCode.BUSY, "one client has at most " + MOST + " connections; close some");
    }
  }

  void end(InetAddress client) {
    open.computeIfPresent(client, (who, count) -> count > 1 ? count - 1 : null);
  }
}
