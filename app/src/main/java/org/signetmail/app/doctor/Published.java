package org.signetmail.app.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.Publication;

/** Where certificates point to has an address, and gives the revocation list. */
record Published(Organization organization) implements Check {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST_LIST = 256 << 20;

  @Override
  public String name() {
    return "published";
  }

  @Override
  public Result look() {
    URI base = URI.create(organization.configuration().publicUrl());
    try {
      InetAddress.getByName(base.getHost());
    } catch (UnknownHostException e) {
      return new Result(
          "no address",
          List.of(SystemFinding.NO_ADDRESS.on(base.getHost(), "of public-url has no address")));
    }
    URI list = URI.create(new Publication(base).crlUri(organization.issuing().keyId()));
    try (BoundedHttp http = new BoundedHttp(PATIENCE)) {
      BoundedHttp.Answer answer = http.get(list, LARGEST_LIST);
      return answer.isOk()
          ? new Result(base.toString(), List.of())
          : notPublished(list, "answers " + answer.status());
    } catch (IOException e) {
      return notPublished(list, String.valueOf(e.getMessage()));
    }
  }

  private static Result notPublished(URI list, String why) {
    return new Result("cannot be fetched", List.of(SystemFinding.NOT_PUBLISHED.on(list, why)));
  }
}
