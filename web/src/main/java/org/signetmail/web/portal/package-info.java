/**
 * The portal of the people: invited by mail or signed in with a code, they make their keys in their
 * browser, get certificates for them, see what is theirs and end what they do not want any more.
 *
 * <p>Pages are jte templates in {@code src/main/jte/portal}; scripts are the files beside {@code
 * portal.css}, and do nothing but cryptography and what must follow it.
 */
@NullMarked
package org.signetmail.web.portal;

import org.jspecify.annotations.NullMarked;
