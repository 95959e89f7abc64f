/** What a cohort ever had, so that its lists need no scan. */
@NullMarked
package bootcamp.platform.listing;

import org.jspecify.annotations.NullMarked;
