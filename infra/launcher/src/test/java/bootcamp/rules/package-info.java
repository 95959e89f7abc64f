/**
 * The house rules that a program can check. They stand with the launcher because it is the one
 * module on whose class path all others are.
 */
@NullMarked
package bootcamp.rules;

import org.jspecify.annotations.NullMarked;
