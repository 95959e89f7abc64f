package bootcamp.competition.team;

import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.scoring.Likeness;
import bootcamp.competition.team.AlikeDesk.Report;
import bootcamp.competition.team.Alikes.Pair;
import bootcamp.competition.team.Alikes.Sent;
import bootcamp.platform.http.Csv;
import bootcamp.platform.security.Caller;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code …/alike-submissions}: for staff, what of different teams says the same. */
@RestController
final class AlikeApi {

    private static final String ALIKE = "/api/competitions/{competitionId}/alike-submissions";

    /** Pairs that a page is told of; a file has all. */
    private static final int PAIRS_MAX = 500;

    private static final List<String> HEADER =
            List.of(
                    "kind",
                    "firstTeamId",
                    "firstTeam",
                    "firstSubmissionId",
                    "firstAt",
                    "secondTeamId",
                    "secondTeam",
                    "secondSubmissionId",
                    "secondAt",
                    "share",
                    "correlation",
                    "errors",
                    "sharedErrors",
                    "pairs",
                    "teams");

    private final CompetitionAccess access;
    private final AlikeDesk desk;

    AlikeApi(CompetitionAccess access, AlikeDesk desk) {
        this.access = access;
        this.desk = desk;
    }

    record SentView(String teamId, String team, String submissionId, String at) {

        static SentView of(Sent sent, CompetitionPlan plan) {
            return new SentView(
                    sent.teamId(), sent.team(), sent.submissionId(), plan.written(sent.at()));
        }
    }

    /**
     * As {@link Pair} and {@link Likeness.Alike} have it.
     *
     * @param first which was sent first
     */
    record PairView(
            SentView first,
            SentView second,
            String kind,
            double share,
            @Nullable Double correlation,
            @Nullable Integer errors,
            @Nullable Integer sharedErrors,
            int pairs,
            int teams) {

        static PairView of(Pair pair, CompetitionPlan plan) {
            return new PairView(
                    SentView.of(pair.first(), plan),
                    SentView.of(pair.second(), plan),
                    pair.alike().kind().name(),
                    pair.alike().share(),
                    pair.alike().correlation(),
                    pair.alike().errors(),
                    pair.alike().sharedErrors(),
                    pair.pairs(),
                    pair.teams());
        }
    }

    /**
     * @param rows that are looked at
     * @param rowsOfAll that there are
     * @param rowsEnough whether there are rows enough to say anything
     * @param compared submissions that were: the best of each team, then its second, and so on
     * @param constant of them that say the same of all rows, and are like nothing therefore
     * @param unread that are read when the report is asked for again
     * @param gone whose file is not there any more
     * @param leftOut of the teams' best, for which there is no time
     * @param scored submissions of all teams, of which these are
     * @param ofTeamMax so many of a team are compared at most
     * @param comparedMax and so many in all
     * @param found pairs of teams, of which the first 500 are told
     */
    record AlikeView(
            int rows,
            int rowsOfAll,
            boolean rowsEnough,
            int compared,
            int constant,
            int unread,
            int gone,
            int leftOut,
            int scored,
            int ofTeamMax,
            int comparedMax,
            int found,
            List<PairView> pairs) {

        static AlikeView of(Report report, CompetitionPlan plan) {
            return new AlikeView(
                    report.rows(),
                    report.ofRows(),
                    report.rows() >= Likeness.ROWS_MIN,
                    report.compared(),
                    report.constant(),
                    report.unread(),
                    report.gone(),
                    report.leftOut(),
                    report.scored(),
                    AlikeDesk.OF_TEAM_MAX,
                    AlikeDesk.COMPARED_MAX,
                    report.pairs().size(),
                    report.pairs().stream()
                            .limit(PAIRS_MAX)
                            .map(pair -> PairView.of(pair, plan))
                            .toList());
        }
    }

    @GetMapping(value = ALIKE, produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<AlikeView> alike(@PathVariable String competitionId, Caller caller) {
        return access.editable(competitionId, caller)
                .flatMap(
                        competition ->
                                desk.of(competition.state())
                                        .map(
                                                report ->
                                                        AlikeView.of(
                                                                report,
                                                                competition.state().planned())));
    }

    /** All pairs. */
    @GetMapping(value = ALIKE, produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> asCsv(@PathVariable String competitionId, Caller caller) {
        return access.editable(competitionId, caller)
                .flatMap(
                        competition ->
                                Csv.answer(
                                        HEADER,
                                        desk.of(competition.state())
                                                .flatMapMany(
                                                        report -> Flux.fromIterable(report.pairs()))
                                                .map(
                                                        pair ->
                                                                cells(
                                                                        PairView.of(
                                                                                pair,
                                                                                competition
                                                                                        .state()
                                                                                        .planned())))));
    }

    private static List<@Nullable Object> cells(PairView pair) {
        return Arrays.asList(
                pair.kind(),
                pair.first().teamId(),
                pair.first().team(),
                pair.first().submissionId(),
                pair.first().at(),
                pair.second().teamId(),
                pair.second().team(),
                pair.second().submissionId(),
                pair.second().at(),
                pair.share(),
                pair.correlation(),
                pair.errors(),
                pair.sharedErrors(),
                pair.pairs(),
                pair.teams());
    }
}
