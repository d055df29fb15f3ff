/** What mail programs are set up with: files and profiles for those who run many of them. */
@NullMarked
package org.signetmail.app.client;

import org.jspecify.annotations.NullMarked;
