package org.signetmail.tlog;

final class MemoryLogStoreTest extends LogStoreContract {

  private final MemoryLogStore store = new MemoryLogStore();

  @Override
  protected LogStore store() {
    return store;
  }
}
