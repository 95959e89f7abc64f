package bootcamp.competition.scoring;

import java.io.Serial;

/** Carries a fault out of the reader of a file. */
final class FaultException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    private final transient Fault fault;

    FaultException(Fault fault) {
        super(fault.toString(), null, false, false);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }
}
