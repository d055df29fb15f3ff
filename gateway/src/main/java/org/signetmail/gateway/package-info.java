/** What happens to a message in flight: facts, decision, variants, next hop, answer. */
@NullMarked
package org.signetmail.gateway;

import org.jspecify.annotations.NullMarked;
