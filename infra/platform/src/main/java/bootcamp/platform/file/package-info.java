/**
 * Files that people send: written under an id of their own, whole or not at all, and sealed where
 * nobody but the service may read them.
 */
@NullMarked
package bootcamp.platform.file;

import org.jspecify.annotations.NullMarked;
