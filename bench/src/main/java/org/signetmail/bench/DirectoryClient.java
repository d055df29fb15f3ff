package org.signetmail.bench;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Mail programs that ask the directory, in a process of their own: each waits for its answer before
 * it asks again.
 */
public final class DirectoryClient {
  private DirectoryClient() {}

  /** What is asked. */
  enum Question {
    /** A certificate for an address that is here, as Thunderbird asks. */
    MAILBOX,
    /** The same for an address that is not. */
    NOBODY,
    /** Seven letters of a name, as is typed. */
    NAME
  }

  /**
   * Prints how many answers, then percentiles in microseconds: 50, 99, 99.9.
   *
   * @param arguments port, how many people, question, connections, seconds
   */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int people = Integer.parseInt(arguments[1]);
    Question question = Question.valueOf(arguments[2]);
    int connections = Integer.parseInt(arguments[3]);
    long until = System.nanoTime() + Long.parseLong(arguments[4]) * 1_000_000_000L;
    List<long[]> all = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(connections)) {
      List<Future<long[]>> clients = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        long seed = i;
        clients.add(executor.submit(() -> ask(port, people, question, until, seed)));
      }
      for (Future<long[]> client : clients) {
        all.add(client.get());
      }
    }
    long[] times = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        "%d %d %d %d%n", times.length, at(times, 0.5), at(times, 0.99), at(times, 0.999));
  }

  private static long[] ask(int port, int people, Question question, long until, long seed)
      throws LDAPException {
    SplittableRandom random = new SplittableRandom(seed);
    long[] times = new long[1 << 16];
    int count = 0;
    try (LDAPConnection connection = new LDAPConnection("127.0.0.1", port)) {
      while (System.nanoTime() < until) {
        SearchRequest request = request(question, random.nextInt(people));
        long start = System.nanoTime();
        int found = entries(connection, request);
        long took = (System.nanoTime() - start) / 1000;
        if ((found > 0) != (question != Question.NOBODY)) {
          throw new IllegalStateException("bench: " + found + " entries for " + request);
        }
        if (count == times.length) {
          times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = took;
      }
    }
    return Arrays.copyOf(times, count);
  }

  private static int entries(LDAPConnection connection, SearchRequest request)
      throws LDAPException {
    try {
      return connection.search(request).getEntryCount();
    } catch (LDAPSearchException e) {
      return e.getEntryCount(); // there are more than one answer has
    }
  }

  private static SearchRequest request(Question question, int number) throws LDAPException {
    Filter filter =
        switch (question) {
          case MAILBOX -> Filter.createEqualityFilter("mail", DirectoryFill.mailboxOf(number));
          case NOBODY -> Filter.createEqualityFilter("mail", "x" + DirectoryFill.mailboxOf(number));
          case NAME -> {
            String name = DirectoryFill.nameOf(number);
            String typed = name.substring(name.indexOf(' ') + 1, name.length() - 1);
            yield Filter.createORFilter(
                Filter.createSubInitialFilter("cn", typed),
                Filter.createSubInitialFilter("mail", typed),
                Filter.createSubInitialFilter("sn", typed));
          }
        };
    return new SearchRequest(
        "ou=people,dc=example,dc=test", SearchScope.SUB, filter, "usercertificate;binary");
  }

  private static long at(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, part * sorted.length)];
  }
}
