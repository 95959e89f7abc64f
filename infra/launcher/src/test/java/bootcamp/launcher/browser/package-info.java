/** The pages in an installed Chromium, against the whole platform in a process of its own. */
@NullMarked
package bootcamp.launcher.browser;

import org.jspecify.annotations.NullMarked;
