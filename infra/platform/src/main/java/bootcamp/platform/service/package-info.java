/**
 * What every service is made of: the beans that all of them have, and those of one that decides.
 */
@NullMarked
package bootcamp.platform.service;

import org.jspecify.annotations.NullMarked;
