@NullMarked
package bootcamp.gateway.signin;

import org.jspecify.annotations.NullMarked;
