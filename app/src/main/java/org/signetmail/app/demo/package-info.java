/** The demo: a story of one organisation, told on the same parts that {@code signet up} runs. */
@NullMarked
package org.signetmail.app.demo;

import org.jspecify.annotations.NullMarked;
