/**
 * The console of those who run the system. A page is data ({@link
 * org.signetmail.web.console.Screen}) made from what a desk of {@link
 * org.signetmail.enrolment.staff} gave to the actor who asks; the desks decide what that is. One
 * template draws all of them, {@code src/main/jte/console/screen.jte}.
 */
@NullMarked
package org.signetmail.web.console;

import org.jspecify.annotations.NullMarked;
