@NullMarked
package bootcamp.platform.service;

import org.jspecify.annotations.NullMarked;
