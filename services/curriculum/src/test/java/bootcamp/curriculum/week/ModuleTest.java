package bootcamp.curriculum.week;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.ModuleEdited;
import bootcamp.curriculum.CurriculumEvent.ModulePlanned;
import bootcamp.curriculum.CurriculumEvent.OfModule;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.week.ModuleCommand.EditModule;
import bootcamp.curriculum.week.ModuleCommand.PlanModule;
import bootcamp.platform.aggregate.Story;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleTest {

    private static final ModulePlan FIRST = plan("Statistics", "2024-03-04", "2024-03-29");
    private static final ModulePlan LATER = plan("Statistics", "2024-03-11", "2024-04-05");

    private final Story<Module, ModuleCommand, OfModule> story = Story.of(Module.TYPE, "m");

    private static ModulePlan plan(String name, String from, String until) {
        return new ModulePlan(name, LocalDate.parse(from), LocalDate.parse(until));
    }

    private static PlanModule planned(ModulePlan plan) {
        return new PlanModule(Plans.COHORT, plan, Plans.staff(Plans.NOW));
    }

    private static EditModule edit(ModulePlan before, ModulePlan after) {
        return new EditModule(before, after, Plans.staff(Plans.NOW));
    }

    @Test
    void moduleIsPlannedOnceAndEdited() {
        story.when(planned(FIRST))
                .yields(ModulePlanned.class)
                .when(planned(FIRST))
                .refuses("MODULE_EXISTS")
                .when(edit(FIRST, LATER))
                .yields(ModuleEdited.class)
                .when(edit(FIRST, LATER))
                .staysQuiet();

        assertThat(story.state().planned()).isEqualTo(LATER);
        assertThat(story.state().cohortId()).isEqualTo(Plans.COHORT);
    }

    @Test
    void editOfAPlanThatIsNotThereAnyMoreIsRefused() {
        story.given(planned(FIRST))
                .given(edit(FIRST, LATER))
                .when(edit(FIRST, plan("ML", "2024-03-04", "2024-03-29")))
                .refuses("PLAN_CHANGED");
    }

    @Test
    void nobodyEditsAModuleThatNobodyPlanned() {
        story.when(edit(FIRST, LATER)).refuses("MODULE_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({"' ', 2024-03-04, 2024-03-29", "ML, 2024-03-04, 2024-03-03"})
    void moduleWithoutANameOrThatEndsBeforeItBeginsIsNone(String name, String from, String until) {
        ModulePlan unsound = plan(name, from, until);

        story.when(planned(unsound)).refuses("MODULE_UNSOUND");
        story.given(planned(FIRST)).when(edit(FIRST, unsound)).refuses("MODULE_UNSOUND");
    }
}
