package org.signetmail.web.acme;

import org.signetmail.enrolment.acme.Accounts;
import org.signetmail.enrolment.acme.ExternalAccounts;
import org.signetmail.enrolment.acme.Finalization;
import org.signetmail.enrolment.acme.Nonces;
import org.signetmail.enrolment.acme.Orders;
import org.signetmail.enrolment.acme.RenewalWindows;
import org.signetmail.enrolment.acme.Revocations;

/** What an ACME server does, apart from HTTP. */
public record AcmeServices(
    Accounts accounts,
    ExternalAccounts external,
    Orders orders,
    Finalization finalization,
    Revocations revocations,
    RenewalWindows renewals,
    Nonces nonces) {}
