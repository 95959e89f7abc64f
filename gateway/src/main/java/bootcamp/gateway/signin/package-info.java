/** Who may come in: accounts, passwords, sessions, one-time links, and what each role may do. */
@NullMarked
package bootcamp.gateway.signin;

import org.jspecify.annotations.NullMarked;
