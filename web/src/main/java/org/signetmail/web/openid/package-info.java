/** Signing in at the organisation's identity provider: OpenID Connect, as its relying party. */
@NullMarked
package org.signetmail.web.openid;

import org.jspecify.annotations.NullMarked;
