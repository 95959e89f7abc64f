package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.Stamp;

/** What can be asked of a module. */
public sealed interface ModuleCommand {

    record PlanModule(String cohortId, ModulePlan plan, Stamp stamp) implements ModuleCommand {}

    /**
     * @param before on which the edit was made: refused where that is not the plan any more
     */
    record EditModule(ModulePlan before, ModulePlan after, Stamp stamp) implements ModuleCommand {}
}
