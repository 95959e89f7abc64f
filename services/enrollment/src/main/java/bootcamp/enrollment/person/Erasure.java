package bootcamp.enrollment.person;

import bootcamp.enrollment.EnrollmentEvent.OfErasure;
import bootcamp.enrollment.EnrollmentEvent.PersonErased;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The word that all that is personal about a student is to be forgotten. It is never taken back:
 * who comes again after an admin allowed it is a new student.
 *
 * @param erasedOn null: nobody has asked for it
 */
public record Erasure(String studentId, @Nullable LocalDate erasedOn) {

    public static final AggregateType<Erasure, ErasePerson, OfErasure> TYPE =
            new AggregateType<>(
                    "Erasure",
                    1,
                    Erasure.class,
                    Map.of("PersonErased", PersonErased.class),
                    Erasure::initial,
                    Erasure::decide,
                    Erasure::evolve,
                    Erasure::publicState,
                    Erasure::studentId);

    /** All that can be asked of it. */
    public record ErasePerson(LocalDate on) {}

    public static Erasure initial(String studentId) {
        return new Erasure(studentId, null);
    }

    public Decision<OfErasure> decide(ErasePerson erase) {
        return erasedOn == null
                ? Decision.yields(new PersonErased(erase.on()))
                : Decision.staysQuiet();
    }

    public Erasure evolve(OfErasure fact) {
        return switch (fact) {
            case PersonErased(var on) -> new Erasure(studentId, on);
        };
    }

    public Erasure publicState() {
        return this;
    }
}
