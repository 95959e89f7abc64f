package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.cohort.CohortRefusal;
import bootcamp.enrollment.person.IdentityStore;
import bootcamp.enrollment.person.Who;
import bootcamp.enrollment.person.Who.Known;
import bootcamp.enrollment.roster.RosterImport.PieceResult;
import bootcamp.enrollment.roster.RosterImport.Preview;
import bootcamp.enrollment.roster.RosterImport.Progress;
import bootcamp.enrollment.roster.RosterJudge.Verdict;
import bootcamp.enrollment.roster.RosterPiece.Meant;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Looks at one piece of a roster and what there is, and changes nothing but the note of whom its
 * rows mean: by that the pieces after it know who comes a second time.
 */
final class RosterLook {

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final IdentityStore people;
    private final ImportStore store;
    private final BinaryOperator<String> enrollmentIds;
    private final InstantSource clock;

    /**
     * @param enrollmentIds of cohort and student
     */
    RosterLook(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            IdentityStore people,
            ImportStore store,
            BinaryOperator<String> enrollmentIds,
            InstantSource clock) {
        this.cohorts = cohorts;
        this.enrollments = enrollments;
        this.people = people;
        this.store = store;
        this.enrollmentIds = enrollmentIds;
        this.clock = clock;
    }

    /** A piece under judgement. */
    record Judged(RosterJudge judge, List<Verdict> verdicts) {}

    Mono<PieceResult> preview(RosterImport roster, RosterPiece piece) {
        Preview sofar = Objects.requireNonNullElse(roster.preview(), Preview.NOTHING);
        return judge(roster, piece, sofar.seats()).map(RosterLook::previewed);
    }

    private static PieceResult previewed(Judged judged) {
        Preview counts = Preview.NOTHING;
        List<RosterProblem> problems = new ArrayList<>();
        List<RosterProblem> warnings = new ArrayList<>();
        for (Verdict verdict : judged.verdicts()) {
            counts = counts.plus(one(verdict));
            if (verdict.problem() != null) {
                problems.add(verdict.problem());
            } else {
                warnings.addAll(judged.judge().warnings(verdict));
            }
        }
        int rejected = counts.rejected() + counts.conflicts();
        var far = new Progress(0, 0, counts.unchanged(), rejected, 0, 0);
        return new PieceResult(far, counts, problems, warnings);
    }

    private static Preview one(Verdict verdict) {
        int seat = verdict.needsSeat() ? 1 : 0;
        return switch (verdict.outcome()) {
            case ADDED -> new Preview(1, 0, 0, 0, 0, seat);
            case CHANGED -> new Preview(0, 1, 0, 0, 0, seat);
            case UNCHANGED -> new Preview(0, 0, 1, 0, 0, 0);
            case CONFLICT -> new Preview(0, 0, 0, 1, 0, 0);
            case REJECTED -> new Preview(0, 0, 0, 0, 1, 0);
        };
    }

    /** Refused where the cohort takes no changes. */
    Mono<Judged> judge(RosterImport roster, RosterPiece piece, int seatsPromised) {
        return cohorts.find(roster.cohortId())
                .switchIfEmpty(refused(new CohortRefusal.CohortNotFound()))
                .flatMap(cohort -> judge(roster, piece, cohort.state(), seatsPromised));
    }

    private Mono<Judged> judge(
            RosterImport roster, RosterPiece piece, Cohort cohort, int seatsPromised) {
        CohortPlan plan = cohort.plan();
        if (plan == null) {
            return refused(new CohortRefusal.CohortNotFound());
        }
        if (cohort.closedOn() != null) {
            return refused(new CohortRefusal.CohortClosed());
        }
        Stamp stamp = new Stamp(clock.instant(), roster.by());
        return people.recognise(RosterRow.said(piece.rows()))
                .flatMap(
                        who ->
                                earlier(roster, piece, who)
                                        .map(
                                                earlier ->
                                                        new RosterJudge(
                                                                cohort,
                                                                plan,
                                                                stamp,
                                                                seatsPromised,
                                                                earlier))
                                        .flatMap(judge -> judge(judge, piece, cohort, who)));
    }

    private Mono<Judged> judge(
            RosterJudge judge, RosterPiece piece, Cohort cohort, Map<Integer, Who> who) {
        return present(cohort.cohortId(), who.values())
                .map(known -> new Judged(judge, judge.judge(piece.rows(), who, known)));
    }

    /** Whom this piece means is noted first: whoever looks at a later one finds it. */
    private Mono<Map<String, Integer>> earlier(
            RosterImport roster, RosterPiece piece, Map<Integer, Who> who) {
        List<Meant> meant = new ArrayList<>();
        who.forEach(
                (row, each) -> {
                    if (each instanceof Known known) {
                        meant.add(new Meant(row, known.studentId()));
                    }
                });
        Set<String> students = meant.stream().map(Meant::studentId).collect(Collectors.toSet());
        return store.meant(roster.importId(), piece.index(), meant)
                .then(store.meantBefore(roster.importId(), piece.index(), students));
    }

    /** The enrollments there are, by student. */
    private Mono<Map<String, Versioned<Enrollment>>> present(String cohortId, Collection<Who> who) {
        Map<String, String> students = new HashMap<>();
        for (Who each : who) {
            if (each instanceof Known known) {
                String id = enrollmentIds.apply(cohortId, known.studentId());
                students.put(id, known.studentId());
            }
        }
        return students.isEmpty()
                ? Mono.just(Map.of())
                : enrollments
                        .findAll(students.keySet())
                        .collectMap(found -> Objects.requireNonNull(students.get(found.id())));
    }

    private static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new RefusedException(refusal));
    }
}
