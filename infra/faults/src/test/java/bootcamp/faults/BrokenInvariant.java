package bootcamp.faults;

import bootcamp.faults.Invariant.Violation;

/** Something that must hold was found broken, and the row cannot go on. */
final class BrokenInvariant extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Violation violation;

    BrokenInvariant(Violation violation) {
        super(violation.toString());
        this.violation = violation;
    }

    Violation violation() {
        return violation;
    }
}
