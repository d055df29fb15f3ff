/** The home folder of a system: its configuration, its sealed keys, its public certificates. */
@NullMarked
package org.signetmail.app.home;

import org.jspecify.annotations.NullMarked;
