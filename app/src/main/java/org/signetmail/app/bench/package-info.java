/** What this machine does in a second, beside what others do on it. */
@org.jspecify.annotations.NullMarked
package org.signetmail.app.bench;
