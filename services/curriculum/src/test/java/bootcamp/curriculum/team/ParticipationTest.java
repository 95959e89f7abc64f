package bootcamp.curriculum.team;

import static bootcamp.curriculum.team.TeamExamples.ids;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.OfParticipation;
import bootcamp.curriculum.CurriculumEvent.ParticipantsConfirmed;
import bootcamp.curriculum.CurriculumEvent.ParticipantsProposed;
import bootcamp.curriculum.CurriculumEvent.ParticipantsSet;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.team.ParticipationCommand.ConfirmParticipants;
import bootcamp.curriculum.team.ParticipationCommand.ProposeParticipants;
import bootcamp.curriculum.team.ParticipationCommand.SetParticipants;
import bootcamp.platform.aggregate.Story;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParticipationTest {

    private final Story<Participation, ParticipationCommand, OfParticipation> story =
            Story.of(Participation.TYPE, "session");

    private static ProposeParticipants proposes(int by, int... students) {
        return new ProposeParticipants(
                Plans.COHORT, "team", ids(students), null, "student-" + by, Plans.NOW);
    }

    private static ConfirmParticipants confirms(@Nullable Integer by, int edition) {
        return new ConfirmParticipants(
                "team", edition, by == null ? null : "student-" + by, Plans.staff(Plans.NOW));
    }

    private static SetParticipants sets(int... students) {
        return new SetParticipants(Plans.COHORT, ids(students), null, Plans.staff(Plans.NOW));
    }

    @Test
    void countsOnlyOnceAnotherConfirms() {
        story.when(proposes(1, 1, 2)).yields(ParticipantsProposed.class);
        assertThat(story.state().publicState().said()).isFalse();
        assertThat(story.state().counted()).isEmpty();
        assertThat(story.state().waiting()).isEqualTo(1);

        story.when(confirms(1, 1)).refuses("OWN_PROPOSAL");
        story.when(confirms(2, 1)).yields(ParticipantsConfirmed.class);

        assertThat(story.state().counted()).isEqualTo(ids(1, 2));
        assertThat(story.state().waiting()).isZero();
        story.when(confirms(3, 1)).staysQuiet();
        story.when(proposes(1, 1, 2)).staysQuiet();
        story.when(proposes(3, 3)).refuses("PROPOSAL_CONFIRMED");
    }

    @Test
    void onlyWhatWasReadIsConfirmed() {
        story.given(proposes(1, 1, 2)).given(proposes(2, 2));

        story.when(confirms(3, 1)).refuses("PROPOSAL_CHANGED");
        story.when(confirms(2, 2)).refuses("OWN_PROPOSAL");
        story.when(confirms(1, 2)).yields(ParticipantsConfirmed.class);

        assertThat(story.state().counted()).isEqualTo(ids(2));
    }

    @Test
    void staffConfirmAndWhatStaffSetStands() {
        story.given(proposes(1, 1, 2)).given(confirms(null, 1));

        story.when(sets(3)).yields(ParticipantsSet.class);
        assertThat(story.state().counted()).isEqualTo(ids(3));
        story.when(sets(3)).staysQuiet();
        story.when(proposes(1, 1)).refuses("PARTICIPANTS_SET");
        story.when(sets()).yields(ParticipantsSet.class);
        assertThat(story.state().publicState().said()).isTrue();
        assertThat(story.state().counted()).isEmpty();
    }

    /** Who is not in its teams is not asked, unless they were there all the same. */
    @Test
    void activityOfSomeTeamsIsAskedOfTheirMembersAlone() {
        story.given(
                new ProposeParticipants(
                        Plans.COHORT, "team", ids(1), ids(1, 2), "student-1", Plans.NOW));
        assertThat(story.state().publicState().askedIds()).isEqualTo(ids(1, 2));

        story.given(confirms(2, 1));
        assertThat(story.state().publicState().askedIds()).isEqualTo(ids(1, 2));

        story.given(
                new SetParticipants(Plans.COHORT, ids(1, 9), ids(1, 3), Plans.staff(Plans.NOW)));
        assertThat(story.state().publicState().askedIds()).isEqualTo(ids(1, 3, 9));

        story.given(sets(1));
        assertThat(story.state().publicState().askedIds()).isNull();
    }

    @Test
    void nothingProposedIsNothingToConfirm() {
        story.when(confirms(1, 1)).refuses("PROPOSAL_CHANGED");
        story.given(proposes(1, 1)).given(sets(2));
        story.when(confirms(2, 1)).refuses("PARTICIPANTS_SET");
    }

    @Test
    void documentIsBounded() {
        int[] many = IntStream.rangeClosed(0, Participation.STUDENTS_MAX).toArray();

        story.when(sets(many)).refuses("PARTICIPANTS_FULL");
        story.when(proposes(1, IntStream.rangeClosed(0, Team.MEMBERS_MAX).toArray()))
                .refuses("PARTICIPANTS_FULL");
    }
}
