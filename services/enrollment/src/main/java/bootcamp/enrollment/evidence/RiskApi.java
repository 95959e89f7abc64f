package bootcamp.enrollment.evidence;

import bootcamp.enrollment.evidence.WarningDesk.Scored;
import bootcamp.enrollment.evidence.WarningDesk.Warning;
import bootcamp.enrollment.evidence.WarningStore.Training;
import bootcamp.enrollment.risk.Calibration.Bin;
import bootcamp.enrollment.risk.Judgement;
import bootcamp.enrollment.risk.Judgement.Interval;
import bootcamp.enrollment.risk.Signal;
import bootcamp.enrollment.risk.WarningEvaluation;
import bootcamp.enrollment.risk.WarningEvaluation.Figures;
import bootcamp.enrollment.risk.WarningEvaluation.Verdict;
import bootcamp.enrollment.risk.WarningModel.Basis;
import bootcamp.enrollment.warning.RiskList.AtRisk;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Who is likelier to leave than others, and how right that was on cohorts that are over. */
@RestController
final class RiskApi {

    private final CompletionDesk cohorts;
    private final WarningDesk desk;
    private final Idempotency idempotency;

    RiskApi(CompletionDesk cohorts, WarningDesk desk, Idempotency idempotency) {
        this.cohorts = cohorts;
        this.desk = desk;
        this.idempotency = idempotency;
    }

    /**
     * @param asOf the day, where the cohort is
     * @param students all who can leave, the likeliest first; none of a cohort that does not run
     */
    record RiskView(String cohortId, LocalDate asOf, Basis basis, List<StudentView> students) {

        static RiskView of(String cohortId, Warning warning) {
            List<Scored> rising = warning.rising();
            return new RiskView(
                    cohortId,
                    warning.on(),
                    warning.training().model().basis(),
                    warning.students().stream()
                            .map(
                                    each ->
                                            StudentView.of(
                                                    WarningDesk.atRisk(each),
                                                    rising.contains(each)))
                            .toList());
        }
    }

    /**
     * @param score the chance of leaving within 14 days, 0 to 100
     * @param usual of somebody of whom nothing is known but the week; as {@code score}
     * @param rising within the last week
     */
    record StudentView(
            String studentId, double score, double usual, boolean rising, List<Signal> signals) {

        static StudentView of(AtRisk each, boolean rising) {
            return new StudentView(
                    each.studentId(), each.score(), each.usual(), rising, each.signals());
        }
    }

    /**
     * @param trainedOn in UTC
     * @param basis where the chances come from now
     * @param closedCohorts there are so many to learn from
     * @param evaluation null: with fewer than two of them there is nothing to judge
     */
    record TrainingView(
            LocalDate trainedOn,
            Basis basis,
            int closedCohorts,
            @Nullable EvaluationView evaluation) {

        static TrainingView of(Training training) {
            WarningEvaluation evaluation = training.evaluation();
            return new TrainingView(
                    training.on(),
                    training.model().basis(),
                    training.closedCohorts(),
                    evaluation == null ? null : EvaluationView.of(evaluation));
        }
    }

    /** As {@link WarningEvaluation}. */
    record EvaluationView(
            Basis basis,
            int learntFrom,
            int judgedBy,
            int personFortnights,
            int events,
            Verdict verdict,
            FiguresView model,
            Baselines baselines,
            List<Bin> calibration) {

        static EvaluationView of(WarningEvaluation each) {
            return new EvaluationView(
                    each.basis(),
                    each.learntFrom(),
                    each.judgedBy(),
                    each.rows(),
                    each.events(),
                    each.verdict(),
                    FiguresView.of(each.model()),
                    new Baselines(
                            FiguresView.of(each.lastActivity()), FiguresView.of(each.weekRate())),
                    each.calibration());
        }
    }

    record Baselines(FiguresView lastActivity, FiguresView weekRate) {}

    record FiguresView(
            FigureView auc,
            FigureView averagePrecision,
            FigureView brier,
            RecallView recallAtCaseload) {

        static FiguresView of(Figures each) {
            Judgement found = each.judgement();
            Judgement.Intervals intervals = each.intervals();
            return new FiguresView(
                    new FigureView(found.auc(), intervals.auc()),
                    new FigureView(found.averagePrecision(), intervals.averagePrecision()),
                    new FigureView(found.brier(), intervals.brier()),
                    new RecallView(Judgement.SHARE, found.recall(), intervals.recall()));
        }
    }

    /**
     * @param value null: not defined
     * @param interval of 95 %; null: not defined
     */
    record FigureView(@Nullable Double value, @Nullable Interval interval) {}

    /**
     * @param share of the students that can be called
     * @param recall of those who left, the share that is among them; null: nobody left
     * @param interval of 95 %; null: not defined
     */
    record RecallView(double share, @Nullable Double recall, @Nullable Interval interval) {}

    @GetMapping("/api/cohorts/{cohortId}/risk")
    Mono<RiskView> risk(@PathVariable String cohortId, Caller caller) {
        caller.requireCohort(cohortId);
        return cohorts.cohort(cohortId)
                .flatMap(desk::warning)
                .map(warning -> RiskView.of(cohortId, warning));
    }

    @GetMapping("/api/risk/evaluation")
    Mono<TrainingView> evaluation(Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return desk.training().map(TrainingView::of);
    }

    /** Trains at once, whatever was trained today, and scores everybody anew. */
    @PostMapping("/api/risk/training")
    Mono<TrainingView> train(Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN);
        // Done again it comes to the same, so that the key is only looked at.
        return idempotency
                .terms(exchange, "")
                .then(Mono.defer(desk::train))
                .delayUntil(_ -> desk.rescore())
                .map(TrainingView::of);
    }
}
