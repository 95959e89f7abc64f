package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.CompetitionRefusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.Texts;
import bootcamp.platform.security.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code …/submissions/{id}/trial} and {@code …/teams/{id}/trials}: what a team writes down of its
 * submissions, for itself and staff. Once the competition is over a team may share all of it with
 * everybody who takes part, and take that back; before that it would give solutions away.
 */
@RestController
public final class TrialApi {

    private static final String OF_COMPETITION = "/api/competitions/{competitionId}";
    private static final String OF_SUBMISSION =
            OF_COMPETITION + "/submissions/{submissionId}/trial";
    private static final MediaType MARKDOWN =
            new MediaType(MediaType.TEXT_MARKDOWN, StandardCharsets.UTF_8);

    /** Submissions in one document, the newest. */
    private static final int TRIALS_MAX = 1_000;

    private final CompetitionAccess access;
    private final TeamDesk teams;
    private final SubmissionDesk submissions;
    private final SharedTrialStore shared;
    private final Texts texts;
    private final Cursors cursors;
    private final InstantSource clock;

    TrialApi(
            CompetitionAccess access,
            TeamDesk teams,
            SubmissionDesk submissions,
            SharedTrialStore shared,
            Texts texts,
            Cursors cursors,
            InstantSource clock) {
        this.access = access;
        this.teams = teams;
        this.submissions = submissions;
        this.shared = shared;
        this.texts = texts;
        this.cursors = cursors;
        this.clock = clock;
    }

    /** Each null: not said. The validation score is the team's own. */
    record TrialForm(
            @Nullable String hypothesis,
            @Nullable String change,
            @Nullable String result,
            @Nullable String next,
            @Nullable Double validation) {}

    /**
     * A trial as its team and staff see it.
     *
     * @param at when it was written last, RFC 3339
     */
    record TrialView(
            @Nullable String hypothesis,
            @Nullable String change,
            @Nullable String result,
            @Nullable String next,
            @Nullable Double validation,
            String at) {

        static TrialView of(Trial trial, CompetitionPlan plan) {
            return new TrialView(
                    trial.hypothesis(),
                    trial.change(),
                    trial.result(),
                    trial.next(),
                    trial.validation(),
                    plan.written(trial.at()));
        }
    }

    /** In the place of the one before, as long as the competition can be seen. */
    @PutMapping(OF_SUBMISSION)
    Mono<TrialView> write(
            @PathVariable String competitionId,
            @PathVariable String submissionId,
            @RequestBody TrialForm body,
            Caller caller) {
        String studentId = CompetitionAccess.studentOf(caller);
        InvalidInput.checking()
                .optionalText("hypothesis", body.hypothesis(), Trial.CHARS_MAX)
                .optionalText("change", body.change(), Trial.CHARS_MAX)
                .optionalText("result", body.result(), Trial.CHARS_MAX)
                .optionalText("next", body.next(), Trial.CHARS_MAX)
                .that(
                        body.validation() == null || Double.isFinite(body.validation()),
                        "validation",
                        "NOT_A_NUMBER")
                .orThrow();
        // As it comes back from the database.
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Trial trial =
                new Trial(
                        said(body.hypothesis()),
                        said(body.change()),
                        said(body.result()),
                        said(body.next()),
                        body.validation(),
                        at);
        return access.ofStudent(competitionId, studentId)
                .delayUntil(
                        _ ->
                                visible(competitionId, submissionId, studentId)
                                        .flatMap(each -> submissions.write(each, trial, studentId)))
                .map(competition -> TrialView.of(trial, competition.state().planned()));
    }

    private static @Nullable String said(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    @GetMapping(OF_SUBMISSION)
    Mono<TrialView> read(
            @PathVariable String competitionId, @PathVariable String submissionId, Caller caller) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        return access.visible(competitionId, caller)
                .flatMap(
                        competition ->
                                visible(competitionId, submissionId, studentId)
                                        .mapNotNull(Submission::trial)
                                        .switchIfEmpty(
                                                Mono.error(
                                                        () ->
                                                                new RefusedException(
                                                                        TeamRefusal.Now
                                                                                .TRIAL_NOT_FOUND)))
                                        .map(
                                                trial ->
                                                        TrialView.of(
                                                                trial,
                                                                competition.state().planned())));
    }

    /** Refused as not found where it is not the student's team's. */
    private Mono<Submission> visible(
            String competitionId, String submissionId, @Nullable String studentId) {
        return submissions
                .find(competitionId, submissionId)
                .filterWhen(
                        each ->
                                studentId == null
                                        ? Mono.just(true)
                                        : teams.own(competitionId, studentId)
                                                .map(own -> own.state().isKnownAs(each.teamId()))
                                                .defaultIfEmpty(false))
                .switchIfEmpty(
                        Mono.error(
                                () -> new RefusedException(TeamRefusal.Now.SUBMISSION_NOT_FOUND)));
    }

    // ---- all of a team

    /**
     * A submission as whoever may read the team's trials sees it.
     *
     * @param number in the order in which they were sent, from 1
     * @param publicScore as the team was told it; null: it has none
     * @param trial null: nothing was written down
     */
    record SeriesItem(
            int number, String at, @Nullable Double publicScore, @Nullable TrialView trial) {}

    /**
     * @param sharedAt RFC 3339; null: it is not shared
     * @param items the newest first
     */
    record SeriesView(
            String teamId, String team, @Nullable String sharedAt, List<SeriesItem> items) {}

    /**
     * What a team has sent, with what is needed to tell of it.
     *
     * @param newestFirst the newest of them
     * @param before how many it had sent before
     */
    private record Series(
            Versioned<Team> team,
            Competition competition,
            List<Submission> newestFirst,
            long before,
            boolean isStaff) {}

    @GetMapping(OF_COMPETITION + "/teams/{teamId}/trials")
    Mono<SeriesView> all(
            @PathVariable String competitionId, @PathVariable String teamId, Caller caller) {
        return series(competitionId, teamId, caller)
                .zipWith(shared.of(competitionId))
                .map(both -> view(both.getT1(), both.getT2()));
    }

    private static SeriesView view(Series series, Map<String, Instant> shared) {
        CompetitionPlan plan = series.competition().planned();
        Team team = series.team().state();
        List<SeriesItem> items = new ArrayList<>();
        for (Submission each : series.newestFirst()) {
            Trial trial = each.trial();
            items.add(
                    new SeriesItem(
                            Math.toIntExact(
                                    series.before() + series.newestFirst().size() - items.size()),
                            plan.written(each.at()),
                            score(each, team, series.competition(), series.isStaff()),
                            trial == null ? null : TrialView.of(trial, plan)));
        }
        Instant at = shared.get(team.teamId());
        return new SeriesView(
                team.teamId(), team.name(), at == null ? null : plan.written(at), items);
    }

    @GetMapping(OF_COMPETITION + "/teams/{teamId}/trials.md")
    Mono<ResponseEntity<String>> document(
            @PathVariable String competitionId,
            @PathVariable String teamId,
            Caller caller,
            ServerWebExchange exchange) {
        Locale language = Texts.languageOf(exchange);
        return series(competitionId, teamId, caller)
                .map(
                        series ->
                                ResponseEntity.ok()
                                        .contentType(MARKDOWN)
                                        .header("X-Content-Type-Options", "nosniff")
                                        .header(
                                                HttpHeaders.CONTENT_DISPOSITION,
                                                ContentDisposition.attachment()
                                                        .filename("trials.md")
                                                        .build()
                                                        .toString())
                                        .body(document(series, language)));
    }

    private Mono<Series> series(String competitionId, String teamId, Caller caller) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        return access.visible(competitionId, caller)
                .flatMap(
                        competition ->
                                readable(competition, teamId, studentId)
                                        .flatMap(
                                                team ->
                                                        submissions
                                                                .of(team, null, TRIALS_MAX)
                                                                .collectList()
                                                                .zipWhen(
                                                                        found ->
                                                                                submissions.before(
                                                                                        team,
                                                                                        found))
                                                                .map(
                                                                        both ->
                                                                                new Series(
                                                                                        team,
                                                                                        competition
                                                                                                .state(),
                                                                                        both
                                                                                                .getT1(),
                                                                                        both
                                                                                                .getT2(),
                                                                                        studentId
                                                                                                == null))));
    }

    /** The own team, or one that shares; refused as not found where it is another. */
    private Mono<Versioned<Team>> readable(
            Versioned<Competition> competition, String teamId, @Nullable String studentId) {
        Mono<Versioned<Team>> any = Mono.defer(() -> teams.of(competition.id(), teamId));
        return studentId == null
                ? any
                : teams.own(competition.id(), studentId)
                        .filter(own -> own.state().isKnownAs(teamId))
                        .switchIfEmpty(
                                any.filterWhen(
                                        team ->
                                                shared.of(competition.id())
                                                        .map(
                                                                sharing ->
                                                                        competition.state().isOver()
                                                                                && sharing
                                                                                        .containsKey(
                                                                                                team
                                                                                                        .id()))))
                        .switchIfEmpty(
                                Mono.error(
                                        () ->
                                                new RefusedException(
                                                        TeamRefusal.Now
                                                                .COMPETITION_TEAM_NOT_FOUND)));
    }

    // ---- sharing

    /**
     * A team that shares its trials.
     *
     * @param sharedAt RFC 3339
     */
    record SharedView(String teamId, String team, String sharedAt) {}

    /** Any member shares what the team wrote; twice is once. */
    @PutMapping(OF_COMPETITION + "/teams/{teamId}/sharing")
    Mono<SharedView> share(
            @PathVariable String competitionId, @PathVariable String teamId, Caller caller) {
        String studentId = CompetitionAccess.studentOf(caller);
        // As it comes back from the database.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return access.ofStudent(competitionId, studentId)
                .flatMap(
                        competition ->
                                teams.own(competitionId, teamId, studentId)
                                        .flatMap(
                                                team ->
                                                        competition.state().isOver()
                                                                ? shared.share(
                                                                                competitionId,
                                                                                team.id(),
                                                                                now)
                                                                        .map(
                                                                                at ->
                                                                                        view(
                                                                                                team,
                                                                                                competition,
                                                                                                at))
                                                                : Mono.error(TrialApi::notClosed)));
    }

    /** Any member takes it back: from then on the team and staff alone read it. */
    @DeleteMapping(OF_COMPETITION + "/teams/{teamId}/sharing")
    Mono<ResponseEntity<Void>> takeBack(
            @PathVariable String competitionId, @PathVariable String teamId, Caller caller) {
        String studentId = CompetitionAccess.studentOf(caller);
        return access.ofStudent(competitionId, studentId)
                .flatMap(_ -> teams.own(competitionId, teamId, studentId))
                .flatMap(team -> shared.takeBack(competitionId, team.id()))
                .thenReturn(ResponseEntity.noContent().build());
    }

    /** Those that whoever takes part may read, by id. */
    @GetMapping(OF_COMPETITION + "/shared-trials")
    Mono<Page<SharedView>> shared(
            @PathVariable String competitionId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        CompetitionAccess.studentOrNull(caller);
        String list = "shared trials " + competitionId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        String after = wanted.after();
        return access.visible(competitionId, caller)
                .zipWith(shared.of(competitionId))
                .flatMap(
                        both -> {
                            TreeMap<String, Instant> sharing = both.getT2();
                            List<String> teamIds =
                                    (after == null ? sharing : sharing.tailMap(after, false))
                                            .keySet().stream().limit(wanted.limit() + 1L).toList();
                            return teams.findAll(teamIds)
                                    .mapNotNull(
                                            team -> {
                                                Instant at = sharing.get(team.id());
                                                return at == null
                                                        ? null
                                                        : view(team, both.getT1(), at);
                                            })
                                    .sort(Comparator.comparing(SharedView::teamId))
                                    .collectList();
                        })
                .map(found -> wanted.page(found, SharedView::teamId, cursors, list));
    }

    private static SharedView view(
            Versioned<Team> team, Versioned<Competition> competition, Instant at) {
        return new SharedView(
                team.id(), team.state().name(), competition.state().planned().written(at));
    }

    private static RefusedException notClosed() {
        return new RefusedException(CompetitionRefusal.Now.COMPETITION_NOT_CLOSED);
    }

    // ---- the document

    private String document(Series series, Locale language) {
        Team team = series.team().state();
        CompetitionPlan plan = series.competition().planned();
        StringBuilder text = new StringBuilder();
        text.append("# ").append(line(plan.title())).append("\n\n");
        text.append(line(team.name())).append("\n");
        for (Submission each : series.newestFirst().reversed()) {
            Trial trial = each.trial();
            text.append("\n## ").append(plan.written(each.at())).append("\n\n");
            text.append(word("score", language))
                    .append(": ")
                    .append(
                            Objects.requireNonNullElse(
                                    score(each, team, series.competition(), series.isStaff()),
                                    "–"));
            // A line of its own also where lines are joined.
            text.append("  \n");
            if (trial != null) {
                if (trial.validation() != null) {
                    text.append(word("validation", language)).append(": ");
                    text.append(trial.validation()).append("\n");
                }
                said(text, "hypothesis", trial.hypothesis(), language);
                said(text, "change", trial.change(), language);
                said(text, "result", trial.result(), language);
                said(text, "next", trial.next(), language);
            }
        }
        return text.toString();
    }

    /** As the team was told it; null: it has none. */
    private static @Nullable Double score(
            Submission submission, Team team, Competition competition, boolean isStaff) {
        int generation = competition.numbers().present();
        Entry entry = submission.entryIn(generation);
        if (entry == null || team.ledger().waiting().containsKey(submission.submissionId())) {
            return null;
        }
        return team.ordered().ladder() == null || isStaff
                ? (Double) entry.publicScore()
                : team.ledger().in(generation).toldAfter(submission);
    }

    /** Quoted line by line, so that nothing in it is a heading of the document. */
    private void said(StringBuilder text, String field, @Nullable String said, Locale language) {
        if (said != null) {
            text.append("\n**").append(word(field, language)).append("**\n\n");
            text.append(said.lines().map(each -> "> " + each).collect(Collectors.joining("\n")));
            text.append("\n");
        }
    }

    private String word(String field, Locale language) {
        return texts.get("trial." + field, language, Map.of());
    }

    private static String line(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
