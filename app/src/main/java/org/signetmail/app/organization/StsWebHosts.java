package org.signetmail.app.organization;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.smtp.StsPolicy;
import org.signetmail.smtp.StsPolicyHost;

/** Fetches MTA-STS policies from the web servers of domains (RFC 8461 §3.3). Thread-safe. */
final class StsWebHosts implements StsPolicyHost, Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BoundedHttp http;
  private final Function<String, URI> address;

  StsWebHosts() {
    this(new BoundedHttp(PATIENCE), StsWebHosts::address);
  }

  static URI address(String domain) {
    return URI.create("https://mta-sts." + domain + "/.well-known/mta-sts.txt");
  }

  /**
   * @param address of a domain's policy
   */
  StsWebHosts(BoundedHttp http, Function<String, URI> address) {
    this.http = http;
    this.address = address;
  }

  @Override
  public byte[] fetch(String domain) throws IOException {
    BoundedHttp.Answer answer = http.get(address.apply(domain), StsPolicy.LARGEST);
    if (!answer.isOk()) {
      throw new IOException("its web server says " + answer.status());
    }
    String type = answer.type().toLowerCase(Locale.ROOT);
    if (!type.matches("text/plain[ \\t]*(;.*)?")) {
      throw new IOException("its web server says that it is " + type + ", not text/plain");
    }
    return answer.body();
  }

  @Override
  public void close() {
    http.close();
  }
}
