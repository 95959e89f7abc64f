package bootcamp.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Conditions about what a class of one kind may know of others. */
final class Dependence {

    /** Of the modules that are not services; a service stands on the platform alone. */
    private static final Map<String, Set<String>> STANDS_ON =
            Map.of(
                    "platform", Set.of(),
                    "embedded", Set.of(),
                    "gateway", Set.of("platform"),
                    "bench",
                            Set.of(
                                    "platform",
                                    "embedded",
                                    "gateway",
                                    "enrollment",
                                    "curriculum",
                                    "competition",
                                    "review"),
                    "launcher",
                            Set.of(
                                    "platform",
                                    "embedded",
                                    "gateway",
                                    "enrollment",
                                    "curriculum",
                                    "competition",
                                    "review",
                                    "bench"));

    /** Programs of the command line: their plans and refusals are no domain. */
    private static final Set<String> TOOLS = Set.of("launcher", "bench");

    private static final Set<String> OF_A_SERVICE = Set.of("platform");

    /** Where nothing but computations live. */
    private static final Pattern COMPUTATIONS =
            Pattern.compile(".*\\.(retention|completion|risk)(\\..*)?");

    private static final Pattern DECIDING_NAME =
            Pattern.compile(".+(Command|Event|Fact|Refusal|Plan|Policy|Verdict)");

    /**
     * The words in which a decision is told, times on the wall, and the mathematics of a library.
     */
    private static final Set<String> WORDS =
            Set.of(
                    "bootcamp.platform.aggregate.AggregateType",
                    "bootcamp.platform.aggregate.Decision",
                    "bootcamp.platform.aggregate.Refusal",
                    "bootcamp.platform.form.WallClock");

    private static final List<String> JAVA =
            List.of("java.", "org.jspecify.annotations", "org.apache.commons.statistics.");

    private static final Pattern WORD_OF_A_NAME = Pattern.compile("[A-Z][a-z]+|[A-Z]+(?![a-z])");

    private static final Set<String> DOMAIN =
            Set.of(
                    "attendance",
                    "cohort",
                    "competition",
                    "completion",
                    "curriculum",
                    "enrollment",
                    "enrolment",
                    "evidence",
                    "instructor",
                    "leaderboard",
                    "lecture",
                    "module",
                    "participant",
                    "programme",
                    "registrar",
                    "retention",
                    "review",
                    "risk",
                    "roster",
                    "seat",
                    "session",
                    "student",
                    "submission",
                    "survival",
                    "team",
                    "transfer",
                    "withdrawal");

    private Dependence() {}

    static JavaClass outermost(JavaClass each) {
        JavaClass outer = each;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }

    /**
     * A feature is a package. The package of a module itself is none: it holds the wiring, which
     * knows all features, and the events, which all features know.
     */
    static SliceAssignment byFeature() {
        return new SliceAssignment() {
            @Override
            public String getDescription() {
                return "by feature";
            }

            @Override
            public SliceIdentifier getIdentifierOf(JavaClass each) {
                return isOurs(each) && each.getPackageName().split("\\.", -1).length > 2
                        ? SliceIdentifier.of(each.getPackageName())
                        : SliceIdentifier.ignore();
            }
        };
    }

    static DescribedPredicate<JavaClass> decideOrCompute() {
        return describe("decide or compute", Dependence::isDecidingOrComputing);
    }

    private static boolean isDecidingOrComputing(JavaClass each) {
        String module = moduleOf(each);
        if (Rule.MECHANISM.contains(module) || TOOLS.contains(module)) {
            return false;
        }
        JavaClass outer = outermost(each);
        return COMPUTATIONS.matcher(outer.getPackageName()).matches()
                || DECIDING_NAME.matcher(outer.getSimpleName()).matches()
                || outer.getFields().stream()
                        .anyMatch(
                                field ->
                                        field.getName().equals("TYPE")
                                                && field.getRawType()
                                                        .getSimpleName()
                                                        .equals("AggregateType"));
    }

    /** Follows what a class is made of through all of our own code. */
    static ArchCondition<JavaClass> reachNothingButJava() {
        return new ArchCondition<>("reach nothing but java.*") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                Set<JavaClass> seen = new HashSet<>(Set.of(item));
                Deque<JavaClass> open = new ArrayDeque<>(seen);
                while (!open.isEmpty()) {
                    for (Dependency each : open.pop().getDirectDependenciesFromSelf()) {
                        JavaClass target = each.getTargetClass().getBaseComponentType();
                        if (isHarmless(target)) {
                            continue;
                        }
                        if (isOurs(target) && !Rule.MECHANISM.contains(moduleOf(target))) {
                            if (seen.add(target)) {
                                open.push(target);
                            }
                        } else {
                            events.add(
                                    SimpleConditionEvent.violated(
                                            item, item.getName() + ": " + each.getDescription()));
                        }
                    }
                }
            }
        };
    }

    private static boolean isHarmless(JavaClass target) {
        return target.isPrimitive()
                || JAVA.stream().anyMatch(target.getName()::startsWith)
                || WORDS.contains(outermost(target).getName());
    }

    static ArchCondition<JavaClass> standOnlyOnWhatTheirModuleMay() {
        return new ArchCondition<>("stand only on what their module may") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                String own = moduleOf(item);
                for (Dependency each : item.getDirectDependenciesFromSelf()) {
                    JavaClass target = each.getTargetClass().getBaseComponentType();
                    if (isOurs(target)
                            && !moduleOf(target).equals(own)
                            && !STANDS_ON
                                    .getOrDefault(own, OF_A_SERVICE)
                                    .contains(moduleOf(target))) {
                        events.add(SimpleConditionEvent.violated(item, each.getDescription()));
                    }
                }
            }
        };
    }

    /** Holds where a name has such a word, so that "no classes should" reads as it does. */
    static ArchCondition<JavaClass> haveAWordOfTheDomainInTheirName() {
        return new ArchCondition<>("have a word of the domain in their name") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean has =
                        WORD_OF_A_NAME
                                .matcher(item.getSimpleName())
                                .results()
                                .map(word -> word.group().toLowerCase(Locale.ROOT))
                                .anyMatch(DOMAIN::contains);
                events.add(new SimpleConditionEvent(item, has, item.getName()));
            }
        };
    }

    private static boolean isOurs(JavaClass each) {
        return each.getPackageName().startsWith("bootcamp.");
    }

    /** The second part of a package: {@code bootcamp.enrollment.roster} is of enrollment. */
    private static String moduleOf(JavaClass each) {
        String[] parts = each.getPackageName().split("\\.", -1);
        return parts.length < 2 ? "" : parts[1];
    }
}
