package org.signetmail.policy;

import org.signetmail.policy.internal.Condition;

/** A named condition, and what is wanted where it holds. */
record Rule(String name, Yaml.Place place, Condition condition, Outcome outcome) {}
