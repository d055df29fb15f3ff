package org.signetmail.web;

import io.helidon.webserver.http.HttpRouting;
import java.util.Set;

/** A group of addresses that one part of the system answers. */
public interface Pages {
  /** On which listener. */
  enum Reach {
    HTTPS,
    PLAIN_HTTP
  }

  Set<Reach> reach();

  /** Adds its addresses. */
  void route(HttpRouting.Builder routing);
}
