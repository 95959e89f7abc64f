package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.contest.ContestFiles;
import bootcamp.competition.contest.DataFile;
import bootcamp.competition.contest.FaultView;
import bootcamp.competition.contest.Generations;
import bootcamp.competition.scoring.Fault;
import bootcamp.competition.team.TrialApi.TrialView;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.file.FileStreams;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.source.IdSource;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code /api/competitions/{id}/submissions}: students submit, and read what came of it. Private
 * scores are told to staff, and to all once the competition is over.
 */
@RestController
final class SubmissionApi {

    private static final String OF_COMPETITION = "/api/competitions/{competitionId}";
    private static final String GZIP_TYPE = "application/gzip";
    private static final List<String> SUBMISSION_HEADER =
            List.of(
                    "submissionId",
                    "teamId",
                    "team",
                    "studentId",
                    "at",
                    "state",
                    "publicScore",
                    "privateScore",
                    "labelsVersion",
                    "error",
                    "metricVersion");

    private final CompetitionAccess access;
    private final TeamDesk teams;
    private final SubmissionDesk submissions;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final Texts texts;
    private final IdSource ids;
    private final InstantSource clock;

    SubmissionApi(
            CompetitionAccess access,
            TeamDesk teams,
            SubmissionDesk submissions,
            Idempotency idempotency,
            Cursors cursors,
            Texts texts,
            IdSource ids,
            InstantSource clock) {
        this.access = access;
        this.teams = teams;
        this.submissions = submissions;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.texts = texts;
        this.ids = ids;
        this.clock = clock;
    }

    /** What was taken. */
    record Receipt(String submissionId, String teamId) {}

    /**
     * A submission as its team and staff see it.
     *
     * @param publicScore null unless it was scored; where a ladder tells scores, what it left the
     *     team's at, for staff as it is
     * @param improved whether the ladder went up by it; left out where there is none
     * @param privateScore left out unless it was scored and may be seen
     * @param labelsVersion by which version of the labels; left out unless it was scored
     * @param metricVersion as that, of the metric
     * @param error left out unless it was refused
     * @param trial left out where the team has written none
     * @param place in the queue: 0 is at work, 1 is next; left out where it does not wait, or
     *     another process has it
     * @param waitedSeconds since it arrived; left out where it does not wait
     * @param scoredBefore for staff, the scores until all was scored anew; left out where there are
     *     none
     */
    record SubmissionView(
            String submissionId,
            String teamId,
            Submission.State state,
            String at,
            @Nullable Double publicScore,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean improved,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double privateScore,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer labelsVersion,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer metricVersion,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FaultView error,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TrialView trial,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer place,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long waitedSeconds,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ScoreView> scoredBefore) {}

    /**
     * A score that was shown until all was scored anew.
     *
     * @param publicScore null, as is the other: it was refused
     * @param privateScore null, too, where there is one score only
     */
    record ScoreView(
            int labelsVersion,
            int metricVersion,
            @Nullable Double publicScore,
            @Nullable Double privateScore) {

        /** The oldest first; null: there is none. */
        static @Nullable List<ScoreView> before(Submission submission, Competition competition) {
            Generations generations = competition.generations();
            List<ScoreView> before =
                    submission.scores().entrySet().stream()
                            .filter(each -> each.getKey() < generations.present())
                            .filter(each -> generations.wasShown(each.getKey()))
                            .map(each -> of(each.getValue()))
                            .toList();
            return before.isEmpty() ? null : before;
        }

        private static ScoreView of(Score score) {
            Entry entry = score.entry();
            return new ScoreView(
                    score.labelsVersion(),
                    score.metricVersion(),
                    entry == null ? null : (Double) entry.publicScore(),
                    entry == null ? null : entry.privateScore());
        }
    }

    @PostMapping(
            value = OF_COMPETITION + "/submissions",
            consumes = {Csv.TYPE_VALUE, GZIP_TYPE})
    Mono<ResponseEntity<Receipt>> submit(
            @PathVariable String competitionId, Caller caller, ServerWebExchange exchange) {
        String studentId = CompetitionAccess.studentOf(caller);
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (headers.getContentLength() > DataFile.BYTES_MAX) {
            throw ContestFiles.tooLarge();
        }
        boolean gzip = isGzip(headers);
        return access.ofStudent(competitionId, studentId)
                .flatMap(
                        competition ->
                                submissions.take(
                                        competition,
                                        studentId,
                                        FileStreams.of(exchange.getRequest().getBody()),
                                        gzip,
                                        digest ->
                                                idempotency
                                                        .terms(exchange, digest)
                                                        .map(
                                                                terms ->
                                                                        Idempotency.newId(
                                                                                terms, ids))))
                .map(
                        taken ->
                                ResponseEntity.status(HttpStatus.ACCEPTED)
                                        .location(
                                                URI.create(
                                                        "/api/competitions/"
                                                                + competitionId
                                                                + "/submissions/"
                                                                + taken.submissionId()))
                                        .body(new Receipt(taken.submissionId(), taken.teamId())));
    }

    private static boolean isGzip(HttpHeaders headers) {
        MediaType type = headers.getContentType();
        String coding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
        return type != null && type.isCompatibleWith(MediaType.parseMediaType(GZIP_TYPE))
                || coding != null && coding.strip().equalsIgnoreCase("gzip");
    }

    /** Of the caller's team, the newest first; staff name a team. */
    @GetMapping(
            value = OF_COMPETITION + "/submissions",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Page<SubmissionView>> list(
            @PathVariable String competitionId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller,
            ServerWebExchange exchange) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        String teamId = query.getFirst("teamId");
        if (studentId == null && teamId == null) {
            throw ProblemException.malformed(FieldError.of("teamId", "REQUIRED"));
        }
        String list = "submissions " + competitionId + " " + teamId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        Locale language = Texts.languageOf(exchange);
        return access.visible(competitionId, caller)
                .flatMap(
                        competition ->
                                (studentId == null
                                                ? teams.of(competitionId, String.valueOf(teamId))
                                                : teams.own(competitionId, studentId))
                                        .flatMapMany(
                                                team ->
                                                        submissions
                                                                .of(
                                                                        team,
                                                                        wanted.after(),
                                                                        wanted.limit() + 1)
                                                                .map(
                                                                        shown(
                                                                                team,
                                                                                competition,
                                                                                studentId == null,
                                                                                language)))
                                        .collectList())
                .map(found -> wanted.page(found, SubmissionView::submissionId, cursors, list));
    }

    /** As above; of every team, one after the other, where staff name none. */
    @GetMapping(value = OF_COMPETITION + "/submissions", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> listAsCsv(
            @PathVariable String competitionId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller,
            ServerWebExchange exchange) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        String teamId = studentId == null ? query.getFirst("teamId") : null;
        Locale language = Texts.languageOf(exchange);
        return access.visible(competitionId, caller)
                .flatMap(
                        competition ->
                                Csv.answer(
                                        SUBMISSION_HEADER,
                                        (teamId == null
                                                        ? teams.seenBy(studentId, competitionId)
                                                        : teams.of(competitionId, teamId).flux())
                                                .concatMap(
                                                        team ->
                                                                rows(
                                                                        team,
                                                                        competition,
                                                                        studentId == null,
                                                                        language))));
    }

    private Flux<List<@Nullable Object>> rows(
            Versioned<Team> team,
            Versioned<Competition> competition,
            boolean isStaff,
            Locale language) {
        return submissions
                .of(team, null, 0)
                .map(
                        each ->
                                cells(
                                        each,
                                        team.state(),
                                        view(
                                                each,
                                                team.state(),
                                                competition.state(),
                                                isStaff,
                                                language,
                                                Map.of())));
    }

    private static List<@Nullable Object> cells(
            Submission submission, Team team, SubmissionView view) {
        FaultView error = view.error();
        return Arrays.asList(
                view.submissionId(),
                view.teamId(),
                team.name(),
                submission.studentId(),
                view.at(),
                view.state(),
                view.publicScore(),
                view.privateScore(),
                view.state() == Submission.State.QUEUED
                        ? null
                        : Objects.requireNonNullElse(
                                view.labelsVersion(), submission.labelsVersion()),
                error == null ? null : error.code(),
                view.metricVersion());
    }

    @GetMapping(OF_COMPETITION + "/submissions/{submissionId}")
    Mono<SubmissionView> one(
            @PathVariable String competitionId,
            @PathVariable String submissionId,
            Caller caller,
            ServerWebExchange exchange) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        return access.visible(competitionId, caller)
                .flatMap(
                        competition ->
                                submissions
                                        .find(competitionId, submissionId)
                                        .flatMap(
                                                each ->
                                                        teamOf(each, studentId)
                                                                .map(
                                                                        team ->
                                                                                shown(
                                                                                                team,
                                                                                                competition,
                                                                                                studentId
                                                                                                        == null,
                                                                                                Texts
                                                                                                        .languageOf(
                                                                                                                exchange))
                                                                                        .apply(
                                                                                                each)))
                                        .switchIfEmpty(
                                                Mono.error(
                                                        () ->
                                                                new RefusedException(
                                                                        TeamRefusal.Now
                                                                                .SUBMISSION_NOT_FOUND))));
    }

    /** Empty: it is not the student's. */
    private Mono<Versioned<Team>> teamOf(Submission submission, @Nullable String studentId) {
        return studentId == null
                ? teams.of(submission.competitionId(), submission.teamId())
                : teams.own(submission.competitionId(), studentId)
                        .filter(team -> team.state().isKnownAs(submission.teamId()));
    }

    /** How those of a team are shown. */
    private Function<Submission, SubmissionView> shown(
            Versioned<Team> team,
            Versioned<Competition> competition,
            boolean isStaff,
            Locale language) {
        Map<String, Integer> places =
                team.state().ledger().waiting().isEmpty() ? Map.of() : submissions.places();
        return each -> view(each, team.state(), competition.state(), isStaff, language, places);
    }

    private SubmissionView view(
            Submission submission,
            Team team,
            Competition competition,
            boolean isStaff,
            Locale language,
            Map<String, Integer> places) {
        String submissionId = submission.submissionId();
        int generation = competition.numbers().present();
        // It is settled in its document first; all is told once it is in the ledger, too.
        boolean waits = team.ledger().waiting().containsKey(submissionId);
        Score score = waits ? null : shown(submission, generation);
        Entry entry = score == null ? null : score.entry();
        Fault fault = score == null ? null : score.fault();
        Trial trial = submission.trial();
        boolean isOver = competition.isOver();
        boolean hasLadder = entry != null && team.ordered().ladder() != null;
        Scores scores = team.ledger().in(generation);
        return new SubmissionView(
                submissionId,
                team.teamId(),
                waits
                        ? Submission.State.QUEUED
                        : fault == null ? submission.state() : Submission.State.REJECTED,
                competition.planned().written(submission.at()),
                entry == null
                        ? null
                        : hasLadder && !isStaff
                                ? scores.toldAfter(submission)
                                : (Double) entry.publicScore(),
                hasLadder ? scores.stepOf(submissionId) != null : null,
                entry == null || !(isStaff || isOver) ? null : entry.privateScore(),
                entry == null || score == null ? null : (Integer) score.labelsVersion(),
                entry == null || score == null ? null : (Integer) score.metricVersion(),
                fault == null ? null : FaultView.of(fault, texts, language),
                trial == null ? null : TrialView.of(trial, competition.planned()),
                waits ? places.get(submissionId) : null,
                waits ? Duration.between(submission.at(), clock.instant()).toSeconds() : null,
                isStaff && !waits ? ScoreView.before(submission, competition) : null);
    }

    /** By the generation that is shown; what was refused at first was scored by no other. */
    private static @Nullable Score shown(Submission submission, int generation) {
        return submission.state() == Submission.State.REJECTED
                ? submission.scores().values().stream().findFirst().orElse(null)
                : submission.in(generation);
    }
}
