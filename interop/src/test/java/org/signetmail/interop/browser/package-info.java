/**
 * A real browser, driven over the Chrome DevTools Protocol, for the pages that people open: {@link
 * org.signetmail.interop.browser.Browser} is what tests use.
 */
@NullMarked
package org.signetmail.interop.browser;

import org.jspecify.annotations.NullMarked;
