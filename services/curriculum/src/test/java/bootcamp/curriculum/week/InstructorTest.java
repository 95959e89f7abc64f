package bootcamp.curriculum.week;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.InstructorAdded;
import bootcamp.curriculum.CurriculumEvent.InstructorEdited;
import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.week.InstructorCommand.AddInstructor;
import bootcamp.curriculum.week.InstructorCommand.EditInstructor;
import bootcamp.platform.aggregate.Story;
import org.junit.jupiter.api.Test;

class InstructorTest {

    private static final AddInstructor ADDED =
            new AddInstructor("Maren Thornby", Affiliation.EXTERNAL, Plans.staff(Plans.NOW));

    private final Story<Instructor, InstructorCommand, OfInstructor> story =
            Story.of(Instructor.TYPE, "i");

    private static EditInstructor edit(String name, Affiliation affiliation) {
        return new EditInstructor(name, affiliation, Plans.staff(Plans.NOW));
    }

    @Test
    void instructorIsAddedOnceAndEdited() {
        story.when(ADDED).yields(InstructorAdded.class).when(ADDED).refuses("INSTRUCTOR_EXISTS");
        story.when(edit("Kim", Affiliation.IN_HOUSE)).yields(InstructorEdited.class);

        assertThat(story.state()).isEqualTo(new Instructor("i", "Kim", Affiliation.IN_HOUSE));
    }

    @Test
    void editThatChangesNothingStaysQuiet() {
        story.given(ADDED).when(edit("Maren Thornby", Affiliation.EXTERNAL)).staysQuiet();
    }

    @Test
    void nobodyEditsAnInstructorWhomNobodyAdded() {
        story.when(edit("Kim", Affiliation.IN_HOUSE)).refuses("INSTRUCTOR_NOT_FOUND");
    }

    @Test
    void nameIsInNothingThatIsPublished() {
        story.given(ADDED);

        assertThat(story.state().publicState())
                .isEqualTo(new Instructor.Public("i", Affiliation.EXTERNAL));
        assertThat(story.facts())
                .map(Instructor::publicChange)
                .containsExactly(
                        new Instructor.PublicFact(Affiliation.EXTERNAL, Plans.staff(Plans.NOW)));
    }
}
