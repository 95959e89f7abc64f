package bootcamp.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.SplittableRandom;

/** Calls, and references to methods, that a rule is about. */
final class Calls {

    private static final Set<String> WALL_CLOCKS =
            Set.of(
                    "java.lang.System.currentTimeMillis()",
                    "java.util.Date.<init>()",
                    "java.util.Calendar.getInstance()");

    private static final Set<String> DICE =
            Set.of(
                    "java.util.UUID.randomUUID",
                    "java.lang.Math.random",
                    "java.lang.StrictMath.random",
                    "java.util.Random.<init>",
                    "java.util.SplittableRandom.<init>",
                    "java.security.SecureRandom.<init>",
                    "java.security.SecureRandom.getInstance",
                    "java.security.SecureRandom.getInstanceStrong",
                    "java.util.concurrent.ThreadLocalRandom.current");

    private Calls() {}

    /** {@code now()} and {@code now(zone)}; not {@code now(clock)}. */
    static DescribedPredicate<JavaAccess<?>> readTheWallClock() {
        return describe(
                "reads the wall clock",
                access -> {
                    if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
                        return false;
                    }
                    boolean now =
                            target.getOwner().getPackageName().startsWith("java.time")
                                    && target.getName().equals("now")
                                    && target.getRawParameterTypes().stream()
                                            .noneMatch(
                                                    each ->
                                                            each.isEquivalentTo(
                                                                    java.time.Clock.class));
                    String call = target.getOwner().getName() + "." + target.getName();
                    return now
                            || WALL_CLOCKS.contains(call + "()")
                                    && target.getRawParameterTypes().isEmpty();
                });
    }

    /** {@code Clock.systemUTC()} and its like, where nobody allowed to does it. */
    static DescribedPredicate<JavaAccess<?>> makeAClock(DescribedPredicate<JavaClass> allowed) {
        return describe(
                "makes a clock",
                access ->
                        Set.of("java.time.Clock", "java.time.InstantSource")
                                        .contains(access.getTargetOwner().getName())
                                && access.getTarget().getName().startsWith("system")
                                && !allowed.test(access.getOriginOwner()));
    }

    static DescribedPredicate<JavaAccess<?>> throwDice() {
        return describe(
                "makes random numbers",
                access ->
                        DICE.contains(
                                        access.getTargetOwner().getName()
                                                + "."
                                                + access.getTarget().getName())
                                && !isSeeded(access));
    }

    /** What is drawn from a seed that is handed in is the same every time: no chance. */
    private static boolean isSeeded(JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(SplittableRandom.class)
                && access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().size() == 1;
    }

    static DescribedPredicate<JavaAccess<?>> blockOrSubscribe() {
        return describe(
                "blocks or subscribes",
                access ->
                        access.getTargetOwner().getPackageName().startsWith("reactor.core")
                                && access.getTarget()
                                        .getName()
                                        .matches(
                                                "block|blockFirst|blockLast|blockOptional"
                                                        + "|subscribe|toIterable|toStream|toFuture"));
    }
}
