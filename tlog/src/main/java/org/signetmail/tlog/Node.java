package org.signetmail.tlog;

/**
 * A stored hash of the tree: the root of the complete subtree over the leaves {@code [index *
 * 2^level, (index + 1) * 2^level)}.
 *
 * @param level height above the leaves, 0 for a leaf hash
 * @param index place within the level, from 0
 * @param hash the hash, final from the moment it exists
 */
public record Node(int level, long index, Hash hash) {}
