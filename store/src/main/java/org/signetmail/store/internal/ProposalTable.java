package org.signetmail.store.internal;

import java.util.Optional;
import org.signetmail.rollout.PolicyProposal;
import org.signetmail.rollout.PolicyProposals;
import org.signetmail.tlog.LeafOctets;
import org.signetmail.tlog.LogEntry;

/** Policies that are proposed for waves. Safe for many threads and nodes. */
public final class ProposalTable implements PolicyProposals {
  private final Database database;

  public ProposalTable(Database database) {
    this.database = database;
  }

  @Override
  public void propose(PolicyProposal proposal, LogEntry entry) {
    database.record((session, ledger) -> {
      session.update("DELETE FROM wave_policy WHERE wave = ?", proposal.wave());
      session.update(
          "INSERT INTO wave_policy (wave, log_index, policy, signature, mailbox, proposed)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          proposal.wave(),
          ledger.append(entry),
          proposal.text(),
          proposal.signature().orElse(null),
          proposal.by().toString(),
          proposal.at());
      return true;
    });
  }

  @Override
  public Optional<PolicyProposal> of(String wave) {
    return database.read(session ->
        session.first(
            "SELECT * FROM wave_policy WHERE wave = ?",
            row ->
                new PolicyProposal(
                    row.text("wave"),
                    row.text("policy"),
                    row.isNull("signature")
                        ? Optional.empty()
                        : Optional.of(row.octets("signature")),
                    row.mailbox("mailbox"),
                    row.time("proposed")),
            wave));
  }

  @Override
  public Optional<LogEntry> entry(String wave) {
    return database
        .read(session ->
            session.first(
                "SELECT l.leaf, o.opening FROM wave_policy w JOIN log_leaf l ON l.idx = w.log_index"
                    + " JOIN log_opening o ON o.idx = l.idx WHERE w.wave = ?",
                row -> new byte[][] {row.octets("leaf"), row.octets("opening")},
                wave))
        .filter(one -> LeafOctets.isOpenedBy(one[0], one[1]))
        .map(one -> LogEntry.parse(one[0], one[1]));
  }

  @Override
  public boolean withdraw(String wave, LogEntry entry) {
    return database.record((session, ledger) -> {
      boolean isGone = session.update("DELETE FROM wave_policy WHERE wave = ?", wave) == 1;
      if (isGone) {
        ledger.append(entry);
      }
      return isGone;
    });
  }
}
