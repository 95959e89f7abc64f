package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.ModuleEdited;
import bootcamp.curriculum.CurriculumEvent.ModulePlanned;
import bootcamp.curriculum.CurriculumEvent.OfModule;
import bootcamp.curriculum.week.ModuleCommand.EditModule;
import bootcamp.curriculum.week.ModuleCommand.PlanModule;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A block of a cohort's curriculum.
 *
 * @param cohortId empty where there is no plan
 * @param plan null: nobody has planned a module of this id
 */
@SuppressWarnings("JavaLangClash") // the word of the domain
public record Module(String moduleId, String cohortId, @Nullable ModulePlan plan) {

    public static final AggregateType<Module, ModuleCommand, OfModule> TYPE =
            new AggregateType<>(
                    "Module",
                    1,
                    Module.class,
                    Map.of(
                            "ModulePlanned", ModulePlanned.class,
                            "ModuleEdited", ModuleEdited.class),
                    Module::initial,
                    Module::decide,
                    Module::evolve,
                    Module::publicState,
                    Module::cohortId);

    public static Module initial(String moduleId) {
        return new Module(moduleId, "", null);
    }

    // ---- decide

    public Decision<OfModule> decide(ModuleCommand command) {
        return switch (command) {
            case PlanModule asked -> plan(asked);
            case EditModule edit -> edit(edit);
        };
    }

    private Decision<OfModule> plan(PlanModule asked) {
        if (plan != null) {
            return Decision.refuses(WeekRefusal.MODULE_EXISTS);
        }
        return asked.plan().isSound()
                ? Decision.yields(new ModulePlanned(asked.cohortId(), asked.plan(), asked.stamp()))
                : Decision.refuses(WeekRefusal.MODULE_UNSOUND);
    }

    private Decision<OfModule> edit(EditModule edit) {
        if (plan == null) {
            return Decision.refuses(WeekRefusal.MODULE_NOT_FOUND);
        }
        if (plan.equals(edit.after())) {
            return Decision.staysQuiet();
        }
        if (!plan.equals(edit.before())) {
            return Decision.refuses(WeekRefusal.PLAN_CHANGED);
        }
        return edit.after().isSound()
                ? Decision.yields(new ModuleEdited(edit.after(), edit.stamp()))
                : Decision.refuses(WeekRefusal.MODULE_UNSOUND);
    }

    // ---- evolve

    public Module evolve(OfModule fact) {
        return switch (fact) {
            case ModulePlanned planned -> new Module(moduleId, planned.cohortId(), planned.plan());
            case ModuleEdited edited -> new Module(moduleId, cohortId, edited.plan());
        };
    }

    // ---- queries

    /** Of a module that somebody has planned. */
    public ModulePlan planned() {
        return Objects.requireNonNull(plan, "nobody has planned this module");
    }

    /** What the world may see of a module: all of it. */
    public record Public(
            String moduleId, String cohortId, String name, LocalDate from, LocalDate until) {}

    public Public publicState() {
        ModulePlan present = planned();
        return new Public(moduleId, cohortId, present.name(), present.from(), present.until());
    }
}
