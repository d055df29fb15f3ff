/**
 * Those who run the system: their roles, how they sign in, and what each of them may see and do.
 * Every desk here asks for an {@link org.signetmail.enrolment.staff.Actor} and checks the right
 * itself; whoever draws a page around it decides nothing.
 */
@NullMarked
package org.signetmail.enrolment.staff;

import org.jspecify.annotations.NullMarked;
