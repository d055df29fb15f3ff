package org.signetmail.app.doctor;

import java.io.IOException;
import java.util.List;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.PolicyFile;
import org.signetmail.policy.Policy;

/** The policy file is one that a running system would take. */
record PolicyInForce(Organization organization) implements Check {
  @Override
  public String name() {
    return "policy";
  }

  @Override
  public Result look() {
    try {
      Policy policy = new PolicyFile(organization).read(Policy.Changes.ANY).policy();
      return new Result("SHA-256 " + policy.fingerprint().substring(0, 16), List.of());
    } catch (IOException e) {
      return new Result(
          "cannot be used",
          List.of(
              SystemFinding.POLICY.on(
                  organization.configuration().policyFile(), String.valueOf(e.getMessage()))));
    }
  }
}
