package org.signetmail.app.doctor;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.Finding;

/** The ports that 'signet up' is to listen on are its own, or free for it. */
record Listeners(Organization organization) implements Check {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int LARGEST_LIST = 256 << 20;

  @Override
  public String name() {
    return "listeners";
  }

  @Override
  public Result look() {
    Configuration.Listen listen = organization.configuration().listen();
    if (isUp(listen.http())) {
      return new Result("signet up runs", List.of());
    }
    Map<String, Endpoint> all = new LinkedHashMap<>();
    all.put("https", listen.https());
    all.put("http", listen.http());
    all.put("smtp-outbound", listen.smtpOutbound().address());
    all.put("smtp-inbound", listen.smtpInbound().address());
    all.put("ldap", organization.configuration().directory().ldap());
    List<Finding> findings = new ArrayList<>();
    all.forEach((name, endpoint) -> {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(endpoint.socketAddress());
      } catch (IOException e) {
        String why = name + " cannot listen there: " + e.getMessage();
        findings.add(SystemFinding.PORT_NOT_FREE.on(endpoint, why));
      }
    });
    return new Result("signet up does not run", findings);
  }

  /** What answers there has our own revocation list. */
  private boolean isUp(Endpoint http) {
    if (http.port() == 0) {
      return false;
    }
    Publication here = new Publication(URI.create("http://" + http));
    try (BoundedHttp client = new BoundedHttp(PATIENCE)) {
      return client
          .get(URI.create(here.crlUri(organization.issuing().keyId())), LARGEST_LIST)
          .isOk();
    } catch (IOException e) {
      return false;
    }
  }
}
