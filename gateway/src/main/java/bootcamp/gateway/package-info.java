/** One front door: sign-in, routes to the services, live dashboards and the pages. */
@NullMarked
package bootcamp.gateway;

import org.jspecify.annotations.NullMarked;
