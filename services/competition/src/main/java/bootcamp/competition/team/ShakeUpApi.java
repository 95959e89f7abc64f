package bootcamp.competition.team;

import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.team.ShakeUp.Interval;
import bootcamp.competition.team.ShakeUp.Line;
import bootcamp.competition.team.ShakeUp.Places;
import bootcamp.competition.team.ShakeUpDesk.Made;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Texts;
import bootcamp.platform.security.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code …/shake-up}: for staff, what the end did to the ranks and how much of that is chance. */
@RestController
final class ShakeUpApi {

    private static final String SHAKE_UP = "/api/competitions/{competitionId}/shake-up";
    private static final List<String> HEADER =
            List.of(
                    "teamId",
                    "team",
                    "publicRank",
                    "publicRankFrom",
                    "publicRankTo",
                    "privateRank",
                    "privateRankFrom",
                    "privateRankTo",
                    "rise",
                    "riseFrom",
                    "riseTo",
                    "beyondNoise",
                    "publicScore",
                    "publicScoreFrom",
                    "publicScoreTo",
                    "privateScore",
                    "privateScoreFrom",
                    "privateScoreTo");

    private final CompetitionAccess access;
    private final ShakeUpDesk desk;
    private final Texts texts;

    ShakeUpApi(CompetitionAccess access, ShakeUpDesk desk, Texts texts) {
        this.access = access;
        this.desk = desk;
        this.texts = texts;
    }

    /** Each null where its board does not have the team, intervals where nothing was drawn. */
    record TeamView(
            String teamId,
            String team,
            @Nullable Integer publicRank,
            @Nullable Places publicRanks,
            @Nullable Integer privateRank,
            @Nullable Places privateRanks,
            @Nullable Integer rise,
            @Nullable Places rises,
            @Nullable Boolean beyondNoise,
            @Nullable Double publicScore,
            @Nullable Interval publicScores,
            @Nullable Double privateScore,
            @Nullable Interval privateScores) {

        static TeamView of(Line line) {
            return new TeamView(
                    line.teamId(),
                    line.team(),
                    line.publicRank(),
                    line.publicRanks(),
                    line.privateRank(),
                    line.privateRanks(),
                    line.rise(),
                    line.rises(),
                    line.isBeyondNoise(),
                    line.publicScore(),
                    line.publicScores(),
                    line.privateScore(),
                    line.privateScores());
        }
    }

    /**
     * @param outcome as {@link ShakeUp.Outcome}
     * @param sentence the same in words, in the language that was asked for
     * @param level share of the drawings that an interval holds
     * @param drawings how many are counted
     * @param publicRows rows, or queries where they are scored, that were drawn from
     * @param publicRowsOfAll that there are
     * @param gone teams without intervals, as a file is not there any more
     * @param leftOut teams without intervals, as there was no time for them
     * @param teams by the private rank
     */
    record ShakeUpView(
            String outcome,
            String sentence,
            double level,
            int drawings,
            int publicRows,
            int publicRowsOfAll,
            int privateRows,
            int privateRowsOfAll,
            int measured,
            int moved,
            int beyond,
            int byChance,
            int gone,
            int leftOut,
            List<TeamView> teams) {}

    @GetMapping(value = SHAKE_UP, produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ShakeUpView> shakeUp(
            @PathVariable String competitionId, Caller caller, ServerWebExchange exchange) {
        Locale language = Texts.languageOf(exchange);
        return made(competitionId, caller).map(made -> view(made, language));
    }

    private ShakeUpView view(Made made, Locale language) {
        ShakeUp.Report report = made.report();
        return new ShakeUpView(
                report.outcome().name(),
                texts.get(
                        "shake-up." + report.outcome(),
                        language,
                        Map.of(
                                "moved", report.moved(),
                                "beyond", report.beyond(),
                                "measured", report.measured(),
                                "byChance", report.byChance())),
                ShakeUp.LEVEL,
                report.drawings(),
                made.publicUnits(),
                made.publicUnitsOfAll(),
                made.privateUnits(),
                made.privateUnitsOfAll(),
                report.measured(),
                report.moved(),
                report.beyond(),
                report.byChance(),
                made.gone(),
                made.leftOut(),
                report.lines().stream().map(TeamView::of).toList());
    }

    @GetMapping(value = SHAKE_UP, produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> asCsv(@PathVariable String competitionId, Caller caller) {
        return made(competitionId, caller)
                .flatMap(
                        made ->
                                Csv.answer(
                                        HEADER,
                                        Flux.fromIterable(made.report().lines())
                                                .map(ShakeUpApi::cells)));
    }

    private static List<@Nullable Object> cells(Line line) {
        return Arrays.asList(
                line.teamId(),
                line.team(),
                line.publicRank(),
                from(line.publicRanks()),
                to(line.publicRanks()),
                line.privateRank(),
                from(line.privateRanks()),
                to(line.privateRanks()),
                line.rise(),
                from(line.rises()),
                to(line.rises()),
                line.isBeyondNoise(),
                line.publicScore(),
                from(line.publicScores()),
                to(line.publicScores()),
                line.privateScore(),
                from(line.privateScores()),
                to(line.privateScores()));
    }

    private static @Nullable Integer from(@Nullable Places places) {
        return places == null ? null : (Integer) places.from();
    }

    private static @Nullable Integer to(@Nullable Places places) {
        return places == null ? null : (Integer) places.to();
    }

    private static @Nullable Double from(@Nullable Interval interval) {
        return interval == null ? null : (Double) interval.from();
    }

    private static @Nullable Double to(@Nullable Interval interval) {
        return interval == null ? null : (Double) interval.to();
    }

    private Mono<Made> made(String competitionId, Caller caller) {
        return access.editable(competitionId, caller)
                .flatMap(competition -> desk.of(competition.state()));
    }
}
