package org.signetmail.enrolment;

import java.util.ArrayList;
import java.util.List;
import org.signetmail.archive.KeyTransport;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/** A ring in memory, of one person. */
final class MemoryRing implements GatewayRing {
  Admission admission = Admission.CLOSED;
  boolean isFull;
  final List<Certificate> certificates = new ArrayList<>();

  @Override
  public Admission admission(Person person) {
    return admission;
  }

  @Override
  public KeyTransport transport() {
    throw new IllegalStateException("ring: nothing is sealed to this one");
  }

  @Override
  public void add(Mailbox owner, EncryptionKey key, Certificate certificate) {
    if (isFull) {
      throw new IllegalArgumentException("ring: is full");
    }
    certificates.add(certificate);
  }

  @Override
  public boolean has(Mailbox owner, KeyId key) {
    return certificates.stream().anyMatch(one -> one.keyId().equals(key));
  }

  @Override
  public void again(Mailbox owner, Certificate certificate) {
    if (has(owner, certificate.keyId())) {
      certificates.add(certificate);
    }
  }

  @Override
  public int remove(Mailbox owner) {
    int size = certificates.size();
    certificates.clear();
    return size;
  }
}
