package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import org.jspecify.annotations.Nullable;

/** What can be asked of an instructor's entry. */
public sealed interface InstructorCommand {

    record AddInstructor(String name, Affiliation affiliation, Stamp stamp)
            implements InstructorCommand {}

    /**
     * @param name null: as it is
     * @param affiliation null: as it is
     */
    record EditInstructor(@Nullable String name, @Nullable Affiliation affiliation, Stamp stamp)
            implements InstructorCommand {}
}
