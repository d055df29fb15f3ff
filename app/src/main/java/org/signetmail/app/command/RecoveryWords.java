package org.signetmail.app.command;

import java.io.PrintStream;
import org.signetmail.archive.OfficerDesk;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryRequest;

/** A request as an officer reads it before deciding: every word that is signed. */
final class RecoveryWords {
  private RecoveryWords() {}

  static void print(PrintStream out, OfficerDesk.Question question) {
    RecoveryRequest request = question.request();
    out.println("Case " + question.caseId() + ": " + request.requester() + " asks");
    Report.row(out, "keys of", request.owner() + ", " + request.keys().size() + " of them");
    Report.row(out, "for", purpose(request.receiver()));
    if (request.receiver() instanceof Receiver.Station station) {
      Report.row(out, "messages", station.scope().toString());
      Report.row(
          out,
          "the owner",
          station
              .noticeWithheldUntil()
              .map(until -> "is not told before " + until)
              .orElse("is told at once"));
    }
    Report.row(out, "because", request.reason());
    Report.row(out, "reference", request.legalReference());
    Report.row(out, "signed", request.at().toString());
  }

  /** What becomes of the keys. */
  static String purpose(Receiver receiver) {
    String name = receiver.certificate().displayName();
    return switch (receiver) {
      case Receiver.Owner _ -> "the owner's new certificate (" + name + ")";
      case Receiver.OwnerWithCode _ -> "the owner, by recovery code (" + name + ")";
      case Receiver.Station _ -> "an investigation on the station " + name;
    };
  }
}
