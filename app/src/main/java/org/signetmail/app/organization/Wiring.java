package org.signetmail.app.organization;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.KeyVault;
import org.signetmail.store.Store;

/** What every part of an organisation is put together from. Thread-safe. */
abstract class Wiring {
  final Organization organization;
  final Store store;
  final Configuration configuration;
  final KeyVault vault;
  final SecureRandom random;
  final InstantSource clock;

  Wiring(Organization organization) {
    this.organization = organization;
    this.store = organization.store();
    this.configuration = organization.configuration();
    this.vault = organization.vault();
    this.random = organization.random();
    this.clock = organization.clock();
  }
}
