package bootcamp.curriculum.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.AttendancePolicyAdopted;
import bootcamp.curriculum.CurriculumEvent.OfAttendancePolicy;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.attendance.PolicyCommand.AdoptPolicy;
import bootcamp.platform.aggregate.Story;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The policy of a cohort and its versions. */
class AttendancePolicyTest {

    private static final LocalDate MARCH = LocalDate.parse("2024-03-01");
    private static final LocalDate MAY = LocalDate.parse("2024-05-01");

    private final Story<AttendancePolicy, PolicyCommand, OfAttendancePolicy> story =
            Story.of(AttendancePolicy.TYPE, "ai-lab-3");

    private static AdoptPolicy adopts(LocalDate from, PolicyTerms terms) {
        return new AdoptPolicy(from, terms, Plans.staff(Plans.NOW));
    }

    private int versionOn(LocalDate day) {
        return story.state().on(day).version();
    }

    @Test
    void cohortThatNeverAdoptedOneHasThePresetKdt() {
        assertThat(story.state().on(MARCH).terms()).isEqualTo(PolicyTerms.KDT);
        assertThat(versionOn(MARCH)).isEqualTo(1);
    }

    /** Kinds of excuse are in no event (ruling 31). */
    @Test
    void capsAreShownToStaffAndNotPublished() {
        assertThat(story.state().shown().versions().getFirst().excuseCaps())
                .containsExactly(Map.entry(Excuse.SICK, 3));
        assertThat(story.state().publicState().versions().getFirst().excuseCaps()).isEmpty();
    }

    @Test
    void eachDayHasTheLastVersionThatIsFromOnOrBeforeIt() {
        story.given(adopts(MAY, PolicyTerms.SIMPLE)).given(adopts(MARCH, PolicyTerms.SIMPLE));

        assertThat(versionOn(MARCH.minusDays(1))).isEqualTo(1);
        assertThat(versionOn(MARCH)).isEqualTo(3);
        assertThat(versionOn(MAY.minusDays(1))).isEqualTo(3);
        assertThat(versionOn(MAY)).isEqualTo(2);
        assertThat(story.state().version(2).from()).isEqualTo(MAY);
    }

    @Test
    void laterOneFromTheSameDayIsForThatDayAndNoVersionGoes() {
        story.given(adopts(MAY, PolicyTerms.SIMPLE)).given(adopts(MAY, PolicyTerms.KDT));

        assertThat(versionOn(MAY)).isEqualTo(3);
        assertThat(story.state().versions()).hasSize(3);
        assertThat(story.state().version(2).terms()).isEqualTo(PolicyTerms.SIMPLE);
    }

    @Test
    void whatIsInForceFromThatDayOnIsNotAdoptedAgain() {
        story.given(adopts(MAY, PolicyTerms.SIMPLE))
                .when(adopts(MAY, PolicyTerms.SIMPLE))
                .staysQuiet()
                .when(adopts(MAY.plusDays(1), PolicyTerms.SIMPLE))
                .yields(AttendancePolicyAdopted.class);
    }

    @Test
    void thereIsAnEndOfVersions() {
        for (int i = 1; i < AttendancePolicy.VERSIONS_MAX; i++) {
            story.given(adopts(MAY.plusDays(i), PolicyTerms.SIMPLE));
        }

        story.when(adopts(MARCH, PolicyTerms.SIMPLE)).refuses("TOO_MANY_POLICIES");
    }
}
