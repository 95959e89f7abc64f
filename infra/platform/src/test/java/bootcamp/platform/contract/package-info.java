/** What every service's records are held against: its contracts. */
@NullMarked
package bootcamp.platform.contract;

import org.jspecify.annotations.NullMarked;
