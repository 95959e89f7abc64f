package bootcamp.platform.event;

import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step that brings the state of an old event to the next version, so that readers know the
 * newest shape only.
 *
 * @param aggregate whose states it reads
 * @param from the version it reads; it gives {@code from + 1}
 * @param step pure; may change and return the object it is given
 */
public record Upcaster(String aggregate, int from, UnaryOperator<ObjectNode> step) {}
