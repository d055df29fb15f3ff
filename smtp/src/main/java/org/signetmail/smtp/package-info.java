/** SMTP: the server that takes mail in, and the client that hands it to the next hop. */
@NullMarked
package org.signetmail.smtp;

import org.jspecify.annotations.NullMarked;
