/**
 * What the pages for people have in common: templates and their headers, one cookie that no script
 * reads, the word that each form carries, forms, assets, times and numbers in words.
 */
@NullMarked
package org.signetmail.web.page;

import org.jspecify.annotations.NullMarked;
