/** The public contract, held against the platform as it runs: sign-in, rights, routes, document. */
@NullMarked
package bootcamp.launcher.http;

import org.jspecify.annotations.NullMarked;
