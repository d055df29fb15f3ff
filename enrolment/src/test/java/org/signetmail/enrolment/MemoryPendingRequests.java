package org.signetmail.enrolment;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.LogEntry;

/** Keeps the port's promises, except that nothing outlives the process. */
public final class MemoryPendingRequests implements PendingRequests {
  private final Map<Place, PendingRequest> requests = new HashMap<>();

  private record Place(KeyId key, CertificateProfile.Kind kind) {
    static Place of(PendingRequest request) {
      return new Place(request.key(), request.kind());
    }
  }

  @Override
  public synchronized PendingRequest ask(PendingRequest request) {
    return requests.computeIfAbsent(Place.of(request), _ -> request);
  }

  @Override
  public synchronized Optional<PendingRequest> find(KeyId key, CertificateProfile.Kind kind) {
    return Optional.ofNullable(requests.get(new Place(key, kind)));
  }

  @Override
  public synchronized List<PendingRequest> waiting(int most) {
    return requests.values().stream()
        .filter(request -> request.state() == PendingRequest.State.WAITING)
        .sorted(Comparator.comparing(PendingRequest::asked))
        .limit(most)
        .toList();
  }

  @Override
  public synchronized boolean decide(PendingRequest decided, LogEntry entry) {
    return find(decided.key(), decided.kind())
        .filter(now -> now.state() == PendingRequest.State.WAITING)
        .map(now -> requests.put(Place.of(decided), decided))
        .isPresent();
  }

  @Override
  public synchronized void remove(KeyId key, CertificateProfile.Kind kind) {
    requests.remove(new Place(key, kind));
  }
}
