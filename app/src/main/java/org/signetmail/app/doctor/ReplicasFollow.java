package org.signetmail.app.doctor;

import java.util.ArrayList;
import java.util.List;
import org.signetmail.app.organization.Organization;
import org.signetmail.pkix.Finding;
import org.signetmail.store.ReplicaState;

/** What is written comes to each replica of the store in time. */
record ReplicasFollow(Organization organization) implements Check {
  @Override
  public String name() {
    return "replicas";
  }

  @Override
  public Result look() {
    List<String> seen = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (ReplicaState state : organization.store().aside().examine()) {
      switch (state) {
        case ReplicaState.Follows(var url, var after) ->
            seen.add(url + " after " + after.toMillis() + " ms");
        case ReplicaState.Behind(var url) ->
            findings.add(
                SystemFinding.REPLICA_BEHIND.on(
                    url,
                    "what is written is not there after "
                        + organization.configuration().store().replicaLag()));
        case ReplicaState.Away(var url, var why) ->
            findings.add(SystemFinding.REPLICA_AWAY.on(url, why));
      }
    }
    if (seen.isEmpty()) {
      return new Result(findings.isEmpty() ? "none" : "none follows", findings);
    }
    return new Result(String.join(", ", seen), findings);
  }
}
