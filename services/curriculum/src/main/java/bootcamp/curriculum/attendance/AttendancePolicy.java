package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.AttendancePolicyAdopted;
import bootcamp.curriculum.CurriculumEvent.OfAttendancePolicy;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The attendance policy of a cohort, all versions of it: what was closed under one keeps it. A
 * cohort that never adopted any has the first one, which is the preset KDT.
 *
 * @param versions ascending by the day they are from, those of the same day in the order of
 *     adoption; never empty, and never does one go
 */
public record AttendancePolicy(String cohortId, List<PolicyVersion> versions) {

    static final int VERSIONS_MAX = 100;

    /** Before any day of any cohort. */
    static final LocalDate EVER = LocalDate.EPOCH;

    public static final AggregateType<AttendancePolicy, PolicyCommand, OfAttendancePolicy> TYPE =
            new AggregateType<>(
                    "AttendancePolicy",
                    1,
                    AttendancePolicy.class,
                    Map.of("AttendancePolicyAdopted", AttendancePolicyAdopted.class),
                    AttendancePolicy::initial,
                    AttendancePolicy::decide,
                    AttendancePolicy::evolve,
                    AttendancePolicy::publicState,
                    AttendancePolicy::publicChange,
                    AttendancePolicy::cohortId);

    public AttendancePolicy {
        versions = List.copyOf(versions);
    }

    public static AttendancePolicy initial(String cohortId) {
        return new AttendancePolicy(cohortId, List.of(new PolicyVersion(1, EVER, PolicyTerms.KDT)));
    }

    // ---- decide

    public Decision<OfAttendancePolicy> decide(PolicyCommand command) {
        return switch (command) {
            case PolicyCommand.AdoptPolicy adopt -> adopt(adopt);
        };
    }

    /** What is in force from that very day on already is not adopted again. */
    private Decision<OfAttendancePolicy> adopt(PolicyCommand.AdoptPolicy adopt) {
        PolicyVersion present = on(adopt.from());
        if (present.from().equals(adopt.from()) && present.terms().equals(adopt.terms())) {
            return Decision.staysQuiet();
        }
        if (versions.size() >= VERSIONS_MAX) {
            return Decision.refuses(new AttendanceRefusal.TooManyPolicies(VERSIONS_MAX));
        }
        return Decision.yields(
                new AttendancePolicyAdopted(
                        new PolicyVersion(versions.size() + 1, adopt.from(), adopt.terms()),
                        adopt.stamp()));
    }

    // ---- evolve

    public AttendancePolicy evolve(OfAttendancePolicy fact) {
        return switch (fact) {
            case AttendancePolicyAdopted adopted -> with(adopted.version());
        };
    }

    /** With one more; also to try what it would come to. */
    AttendancePolicy with(PolicyVersion version) {
        List<PolicyVersion> more = new ArrayList<>(versions);
        more.add(version);
        more.sort(
                Comparator.comparing(PolicyVersion::from).thenComparingInt(PolicyVersion::version));
        return new AttendancePolicy(cohortId, more);
    }

    // ---- queries

    /** The one that is for a day. */
    public PolicyVersion on(LocalDate day) {
        PolicyVersion found = versions.getFirst();
        for (PolicyVersion each : versions) {
            if (!each.from().isAfter(day)) {
                found = each;
            }
        }
        return found;
    }

    /** One that a sheet was closed under. */
    PolicyVersion version(int number) {
        return versions.stream()
                .filter(each -> each.version() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no version " + number));
    }

    /** The whole policy as the world sees it. */
    public record Public(String cohortId, List<PolicyVersion.Public> versions) {}

    public Public publicState() {
        return new Public(cohortId, versions.stream().map(PolicyVersion::published).toList());
    }

    /** The whole policy as staff of the cohort see it. */
    Public shown() {
        return new Public(cohortId, versions.stream().map(PolicyVersion::shown).toList());
    }

    /** An adoption as it is published. */
    record PublicAdoption(PolicyVersion.Public version, Stamp stamp) {}

    static Object publicChange(OfAttendancePolicy fact) {
        return switch (fact) {
            case AttendancePolicyAdopted(var version, var stamp) ->
                    new PublicAdoption(version.published(), stamp);
        };
    }
}
