package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.InstructorAdded;
import bootcamp.curriculum.CurriculumEvent.InstructorEdited;
import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.week.InstructorCommand.AddInstructor;
import bootcamp.curriculum.week.InstructorCommand.EditInstructor;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who teaches. The name stays in this service; all others know an id.
 *
 * @param name null: nobody has added an instructor of this id
 */
public record Instructor(String instructorId, @Nullable String name, Affiliation affiliation) {

    public static final AggregateType<Instructor, InstructorCommand, OfInstructor> TYPE =
            new AggregateType<>(
                    "Instructor",
                    1,
                    Instructor.class,
                    Map.of(
                            "InstructorAdded", InstructorAdded.class,
                            "InstructorEdited", InstructorEdited.class),
                    Instructor::initial,
                    Instructor::decide,
                    Instructor::evolve,
                    Instructor::publicState,
                    Instructor::publicChange,
                    Instructor::instructorId);

    public static Instructor initial(String instructorId) {
        return new Instructor(instructorId, null, Affiliation.IN_HOUSE);
    }

    // ---- decide

    public Decision<OfInstructor> decide(InstructorCommand command) {
        return switch (command) {
            case AddInstructor add -> add(add);
            case EditInstructor edit -> edit(edit);
        };
    }

    private Decision<OfInstructor> add(AddInstructor add) {
        return name == null
                ? Decision.yields(new InstructorAdded(add.name(), add.affiliation(), add.stamp()))
                : Decision.refuses(WeekRefusal.INSTRUCTOR_EXISTS);
    }

    private Decision<OfInstructor> edit(EditInstructor edit) {
        if (name == null) {
            return Decision.refuses(WeekRefusal.INSTRUCTOR_NOT_FOUND);
        }
        String nextName = Objects.requireNonNullElse(edit.name(), name);
        Affiliation next = Objects.requireNonNullElse(edit.affiliation(), affiliation);
        return nextName.equals(name) && next == affiliation
                ? Decision.staysQuiet()
                : Decision.yields(new InstructorEdited(nextName, next, edit.stamp()));
    }

    // ---- evolve

    public Instructor evolve(OfInstructor fact) {
        return switch (fact) {
            case InstructorAdded added ->
                    new Instructor(instructorId, added.name(), added.affiliation());
            case InstructorEdited edited ->
                    new Instructor(instructorId, edited.name(), edited.affiliation());
        };
    }

    // ---- queries

    /** Of an instructor whom somebody has added. */
    public String named() {
        return Objects.requireNonNull(name, "nobody has added this instructor");
    }

    /** What the world may see of an instructor: not the name. */
    public record Public(String instructorId, Affiliation affiliation) {}

    public Public publicState() {
        return new Public(instructorId, affiliation);
    }

    /** A fact without the name. */
    record PublicFact(Affiliation affiliation, Stamp stamp) {}

    static Object publicChange(OfInstructor fact) {
        return switch (fact) {
            case InstructorAdded(var _, var affiliation, var stamp) ->
                    new PublicFact(affiliation, stamp);
            case InstructorEdited(var _, var affiliation, var stamp) ->
                    new PublicFact(affiliation, stamp);
        };
    }
}
