package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.Texts;
import bootcamp.platform.security.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code …/submissions/{id}/trial} and {@code …/teams/{id}/trials.md}: what a team writes down of
 * its submissions, for itself and staff.
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
    private final Texts texts;
    private final InstantSource clock;

    TrialApi(
            CompetitionAccess access,
            TeamDesk teams,
            SubmissionDesk submissions,
            Texts texts,
            InstantSource clock) {
        this.access = access;
        this.teams = teams;
        this.submissions = submissions;
        this.texts = texts;
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
                .delayUntil(_ -> visible(competitionId, submissionId, studentId))
                .delayUntil(_ -> submissions.write(submissionId, trial))
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

    @GetMapping(OF_COMPETITION + "/teams/{teamId}/trials.md")
    Mono<ResponseEntity<String>> all(
            @PathVariable String competitionId,
            @PathVariable String teamId,
            Caller caller,
            ServerWebExchange exchange) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        Locale language = Texts.languageOf(exchange);
        return access.visible(competitionId, caller)
                .flatMap(
                        competition ->
                                team(competitionId, teamId, studentId)
                                        .flatMap(
                                                team ->
                                                        submissions
                                                                .of(team, null, TRIALS_MAX)
                                                                .collectList()
                                                                .map(
                                                                        all ->
                                                                                document(
                                                                                        team
                                                                                                .state(),
                                                                                        competition
                                                                                                .state(),
                                                                                        all,
                                                                                        studentId
                                                                                                == null,
                                                                                        language))))
                .map(
                        document ->
                                ResponseEntity.ok()
                                        .contentType(MARKDOWN)
                                        .header("X-Content-Type-Options", "nosniff")
                                        .header(
                                                HttpHeaders.CONTENT_DISPOSITION,
                                                ContentDisposition.attachment()
                                                        .filename("trials.md")
                                                        .build()
                                                        .toString())
                                        .body(document));
    }

    private Mono<Versioned<Team>> team(
            String competitionId, String teamId, @Nullable String studentId) {
        return (studentId == null
                        ? teams.of(competitionId, teamId)
                        : teams.own(competitionId, studentId)
                                .filter(own -> own.state().isKnownAs(teamId)))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new RefusedException(
                                                TeamRefusal.Now.COMPETITION_TEAM_NOT_FOUND)));
    }

    private String document(
            Team team,
            Competition competition,
            List<Submission> newestFirst,
            boolean isStaff,
            Locale language) {
        CompetitionPlan plan = competition.planned();
        StringBuilder text = new StringBuilder();
        text.append("# ").append(line(plan.title())).append("\n\n");
        text.append(line(team.name())).append("\n");
        for (Submission each : newestFirst.reversed()) {
            Trial trial = each.trial();
            text.append("\n## ").append(plan.written(each.at())).append("\n\n");
            text.append(word("score", language))
                    .append(": ")
                    .append(score(each, team, competition, isStaff));
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

    /** As the team was told it; a dash: it has none. */
    private static String score(
            Submission submission, Team team, Competition competition, boolean isStaff) {
        int generation = competition.numbers().present();
        Entry entry = submission.entryIn(generation);
        if (entry == null || team.ledger().waiting().containsKey(submission.submissionId())) {
            return "–";
        }
        Double told =
                team.ordered().ladder() == null || isStaff
                        ? (Double) entry.publicScore()
                        : team.ledger().in(generation).toldAfter(submission);
        return told == null ? "–" : told.toString();
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
