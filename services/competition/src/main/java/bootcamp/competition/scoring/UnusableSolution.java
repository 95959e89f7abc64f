package bootcamp.competition.scoring;

import java.io.Serial;

/** A solution by which nothing can be scored: the organiser's to mend, never a participant's. */
public final class UnusableSolution extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    private final transient Fault fault;

    UnusableSolution(Fault fault) {
        super(fault.toString());
        this.fault = fault;
    }

    UnusableSolution(Fault fault, Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    /** What is wrong in which line of the solution. */
    public Fault fault() {
        return fault;
    }
}
