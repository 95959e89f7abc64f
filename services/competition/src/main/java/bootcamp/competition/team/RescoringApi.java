package bootcamp.competition.team;

import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.Basis;
import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.CompetitionRefusal;
import bootcamp.competition.contest.ContestFiles;
import bootcamp.competition.contest.DataFile;
import bootcamp.competition.contest.Generations.Failure;
import bootcamp.competition.contest.SolutionProblem;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.UnusableSolution;
import bootcamp.competition.team.RescoringDesk.Change;
import bootcamp.competition.team.RescoringDesk.Outlook;
import bootcamp.competition.team.RescoringDesk.Place;
import bootcamp.competition.team.RescoringStore.Progress;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.file.FileStreams;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code …/rescoring}: staff have a competition scored by corrected labels or another metric, look
 * at what would become of the ranks, and publish or discard it.
 */
@RestController
final class RescoringApi {

    private static final String RESCORING = "/api/competitions/{competitionId}/rescoring";
    private static final int OPTIONS_MAX = 10;
    private static final List<String> HEADER =
            List.of(
                    "teamId",
                    "team",
                    "publicRankBefore",
                    "publicRankAfter",
                    "publicScoreBefore",
                    "publicScoreAfter",
                    "privateRankBefore",
                    "privateRankAfter",
                    "privateScoreBefore",
                    "privateScoreAfter");

    private final CompetitionAccess access;
    private final RescoringDesk desk;
    private final Idempotency idempotency;
    private final Texts texts;
    private final InstantSource clock;

    RescoringApi(
            CompetitionAccess access,
            RescoringDesk desk,
            Idempotency idempotency,
            Texts texts,
            InstantSource clock) {
        this.access = access;
        this.desk = desk;
        this.idempotency = idempotency;
        this.texts = texts;
        this.clock = clock;
    }

    // ---- proposing

    /**
     * Why a proposal failed.
     *
     * @param code LABELS_UNREADABLE, SCORING_HANGS or SCORING_FAILED
     */
    record FailureView(String code, String reason) {}

    /**
     * How a proposal stands.
     *
     * @param state SCORING, READY or FAILED
     * @param failure why nothing is scored by it; null: it did not fail
     * @param failedAt since when; null: it did not fail, or that was not written down
     * @param generation that is published by its number
     * @param submissions that had a score when it began
     * @param scored of them by now
     * @param refused of them, which do not fit the labels or the metric any more
     * @param gone of them, whose file is not there any more
     * @param changedScores how many teams have another score on a board; 0 until it is ready, as
     *     are the two that follow
     * @param changedPublic how many have another public rank
     * @param changedPrivate how many have another private rank
     * @param teams by their public rank after; empty until it is ready
     */
    record RescoringView(
            int generation,
            String state,
            @Nullable FailureView failure,
            @Nullable String failedAt,
            int labelsVersion,
            int metricVersion,
            String metric,
            Map<String, String> metricOptions,
            String proposedAt,
            int submissions,
            int scored,
            int refused,
            int gone,
            long changedScores,
            long changedPublic,
            long changedPrivate,
            List<Change> teams) {

        static RescoringView of(
                Outlook outlook, CompetitionPlan plan, @Nullable FailureView failure) {
            Basis basis = outlook.proposal().basis();
            Progress progress = outlook.progress();
            List<Change> changes = outlook.changes();
            Instant failedAt = outlook.proposal().failedAt();
            return new RescoringView(
                    outlook.proposal().generation(),
                    failure != null ? "FAILED" : progress.done() ? "READY" : "SCORING",
                    failure,
                    failedAt == null ? null : plan.written(failedAt),
                    basis.labels().version(),
                    basis.metricVersion(),
                    basis.metric(),
                    basis.metricOptions(),
                    plan.written(outlook.proposal().at()),
                    progress.total(),
                    progress.scored(),
                    progress.refused(),
                    progress.gone(),
                    Difference.changedScores(changes),
                    Difference.changedPublic(changes),
                    Difference.changedPrivate(changes),
                    changes);
        }
    }

    /** The same labels again are the same proposal. */
    @PostMapping(value = RESCORING, consumes = Csv.TYPE_VALUE)
    Mono<ResponseEntity<RescoringView>> propose(
            @PathVariable String competitionId, Caller caller, ServerWebExchange exchange) {
        return rescorable(competitionId, caller)
                .doOnNext(
                        _ -> {
                            if (exchange.getRequest().getHeaders().getContentLength()
                                    > DataFile.BYTES_MAX) {
                                throw ContestFiles.tooLarge();
                            }
                        })
                .flatMap(
                        competition ->
                                desk.propose(
                                        competition,
                                        FileStreams.of(exchange.getRequest().getBody()),
                                        stamp(caller),
                                        digest -> idempotency.terms(exchange, digest)))
                .onErrorMap(
                        UnusableSolution.class,
                        unusable -> SolutionProblem.of(unusable, texts, Texts.languageOf(exchange)))
                .flatMap(competition -> accepted(competition, exchange));
    }

    /**
     * @param metric null: the present one
     * @param metricOptions null: none
     */
    record NewMetric(@Nullable String metric, @Nullable Map<String, String> metricOptions) {}

    @PostMapping(value = RESCORING, consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<RescoringView>> propose(
            @PathVariable String competitionId,
            @RequestBody NewMetric body,
            Caller caller,
            ServerWebExchange exchange) {
        return rescorable(competitionId, caller)
                .delayUntil(_ -> idempotency.terms(exchange, body))
                .flatMap(
                        competition ->
                                desk.propose(
                                        competition,
                                        metric(body, competition.state()),
                                        stamp(caller)))
                .onErrorMap(
                        UnusableSolution.class,
                        unusable -> SolutionProblem.of(unusable, texts, Texts.languageOf(exchange)))
                .flatMap(competition -> accepted(competition, exchange));
    }

    /** A draft has no labels to correct yet. */
    private Mono<Versioned<Competition>> rescorable(String competitionId, Caller caller) {
        return editable(competitionId, caller)
                .doOnNext(
                        competition -> {
                            CompetitionRefusal why = competition.state().notRescored();
                            if (why != null) {
                                throw new RefusedException(why);
                            }
                        });
    }

    private static Metric metric(NewMetric body, Competition competition) {
        String name = Objects.requireNonNullElse(body.metric(), competition.planned().metric());
        Map<String, String> options = Objects.requireNonNullElse(body.metricOptions(), Map.of());
        InvalidInput.checking().that(isMetric(name, Map.of()), "metric", "NOT_A_METRIC").orThrow();
        InvalidInput.checking()
                .that(
                        options.size() <= OPTIONS_MAX
                                && options.values().stream().noneMatch(Objects::isNull)
                                && isMetric(name, options),
                        "metricOptions",
                        "NOT_ITS_OPTIONS")
                .orThrow();
        return Metric.named(name, options);
    }

    private static boolean isMetric(String name, Map<String, String> options) {
        try {
            Metric.named(name, options);
            return true;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private Mono<ResponseEntity<RescoringView>> accepted(
            Versioned<Competition> competition, ServerWebExchange exchange) {
        return view(competition, exchange)
                .map(
                        view ->
                                ResponseEntity.status(HttpStatus.ACCEPTED)
                                        .location(
                                                URI.create(
                                                        "/api/competitions/"
                                                                + competition.id()
                                                                + "/rescoring"))
                                        .body(view));
    }

    private Mono<RescoringView> view(
            Versioned<Competition> competition, ServerWebExchange exchange) {
        return desk.outlook(competition.state())
                .map(
                        outlook ->
                                RescoringView.of(
                                        outlook,
                                        competition.state().planned(),
                                        failure(
                                                outlook.proposal().failure(),
                                                Texts.languageOf(exchange))));
    }

    private @Nullable FailureView failure(@Nullable Failure failure, Locale language) {
        return failure == null
                ? null
                : new FailureView(failure.name(), texts.get(failure.key(), language, Map.of()));
    }

    // ---- looking at it

    @GetMapping(value = RESCORING, produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<RescoringView> one(
            @PathVariable String competitionId, Caller caller, ServerWebExchange exchange) {
        return editable(competitionId, caller).flatMap(competition -> view(competition, exchange));
    }

    @GetMapping(value = RESCORING, produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> asCsv(@PathVariable String competitionId, Caller caller) {
        return editable(competitionId, caller)
                .flatMap(
                        competition ->
                                Csv.answer(
                                        HEADER,
                                        desk.outlook(competition.state())
                                                .flatMapIterable(Outlook::changes)
                                                .map(RescoringApi::cells)));
    }

    private static List<@Nullable Object> cells(Change change) {
        return Arrays.asList(
                change.teamId(),
                change.team(),
                rank(change.publicBefore()),
                rank(change.publicAfter()),
                score(change.publicBefore()),
                score(change.publicAfter()),
                rank(change.privateBefore()),
                rank(change.privateAfter()),
                score(change.privateBefore()),
                score(change.privateAfter()));
    }

    private static @Nullable Integer rank(@Nullable Place place) {
        return place == null ? null : (Integer) place.rank();
    }

    private static @Nullable Double score(@Nullable Place place) {
        return place == null ? null : (Double) place.score();
    }

    // ---- publishing and discarding

    /**
     * @param generation that was looked at
     * @param reason for the students
     */
    record Publication(int generation, String reason) {}

    /** What is shown since. */
    record Published(int generation, int labelsVersion, int metricVersion, String reason) {

        static Published of(Competition competition) {
            Basis basis = competition.basis();
            return new Published(
                    competition.numbers().present(),
                    basis.labels().version(),
                    basis.metricVersion(),
                    competition.generations().past().getLast().reason());
        }
    }

    @PostMapping(RESCORING + "/publication")
    Mono<Published> publish(
            @PathVariable String competitionId,
            @RequestBody Publication body,
            Caller caller,
            ServerWebExchange exchange) {
        String reason = body.reason().strip();
        InvalidInput.checking()
                .that(!reason.isEmpty(), "reason", "BLANK")
                .optionalText("reason", reason, Competition.REASON_CHARS_MAX)
                .orThrow();
        return editable(competitionId, caller)
                .delayUntil(_ -> idempotency.terms(exchange, body))
                .flatMap(
                        competition ->
                                desk.publish(
                                        competition.state(),
                                        body.generation(),
                                        reason,
                                        stamp(caller)))
                .map(after -> Published.of(after.state()));
    }

    @DeleteMapping(RESCORING)
    Mono<ResponseEntity<Void>> discard(@PathVariable String competitionId, Caller caller) {
        return editable(competitionId, caller)
                .flatMap(competition -> desk.discard(competition.state(), stamp(caller)))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private Mono<Versioned<Competition>> editable(String competitionId, Caller caller) {
        return access.editable(competitionId, caller);
    }

    private Stamp stamp(Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return new Stamp(clock.instant(), caller.username());
    }
}
