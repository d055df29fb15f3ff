package org.signetmail.tlog;

/** The outcome of recomputing a whole log from its leaves. */
public sealed interface Audit {

  /**
   * Every leaf, every stored hash and every checkpoint fit together.
   *
   * @param size the number of leaves
   * @param root the root they make
   */
  record Consistent(long size, Hash root) implements Audit {}

  /**
   * The log is not what it signed, or not what it says.
   *
   * @param what one line for a person: object, what is wrong
   * @param index the first leaf that can be meant
   */
  record Broken(String what, long index) implements Audit {}
}
