package bootcamp.enrollment.screening;

import bootcamp.enrollment.admission.Applications;
import bootcamp.enrollment.screening.ScoreSheet.Score;
import bootcamp.enrollment.screening.ScoreSheet.Spread;
import bootcamp.enrollment.screening.ScoreSheet.Total;
import bootcamp.platform.aggregate.Contended;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.security.Caller;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * What reviewers give applications. Nobody is shown what others gave before the own score is done,
 * or as many as are needed are: neither it nor anything made of it.
 */
@RestController
final class ScoreApi {

    private static final String PATH =
            "/api/cohorts/{cohortId}/applications/{applicationId}/scores";
    private static final String OVERVIEW = "/api/cohorts/{cohortId}/application-scores";

    private final Applications applications;
    private final RubricStore rubrics;
    private final ScoreStore scores;
    private final Cursors cursors;
    private final JsonMapper json;
    private final InstantSource clock;

    ScoreApi(
            Applications applications,
            RubricStore rubrics,
            ScoreStore scores,
            Cursors cursors,
            JsonMapper json,
            InstantSource clock) {
        this.applications = applications;
        this.rubrics = rubrics;
        this.scores = scores;
        this.cursors = cursors;
        this.json = json;
        this.clock = clock;
    }

    // ---- one application

    /**
     * @param version for {@code If-Match}
     */
    record Mine(Map<String, Integer> points, @Nullable String note, boolean done, long version) {

        static Mine of(Score score) {
            return new Mine(score.points(), score.note(), score.done(), score.version());
        }
    }

    record Others(String reviewer, Map<String, Integer> points, @Nullable String note) {

        static Others of(Score score) {
            return new Others(score.reviewer(), score.points(), score.note());
        }
    }

    /**
     * @param done how many are
     * @param mine null: not begun
     * @param seesOthers false: {@code others} and {@code spread} are empty and {@code total} null
     * @param others those of others that are done, by reviewer
     * @param total null also where nobody is done
     */
    record ScoresView(
            String applicationId,
            int reviewersNeeded,
            int done,
            @Nullable Mine mine,
            boolean seesOthers,
            List<Others> others,
            List<Spread> spread,
            @Nullable Total total) {

        static ScoresView of(
                String applicationId, Rubric rubric, ScoreSheet sheet, String reviewer) {
            boolean seesOthers = sheet.isShownTo(reviewer, rubric.reviewersNeeded());
            return new ScoresView(
                    applicationId,
                    rubric.reviewersNeeded(),
                    sheet.done(),
                    sheet.of(reviewer).map(Mine::of).orElse(null),
                    seesOthers,
                    seesOthers
                            ? sheet.finished().stream()
                                    .filter(each -> !each.reviewer().equals(reviewer))
                                    .map(Others::of)
                                    .toList()
                            : List.of(),
                    seesOthers ? sheet.spread(rubric) : List.of(),
                    seesOthers ? sheet.total(rubric) : null);
        }
    }

    @GetMapping(PATH)
    Mono<ResponseEntity<ScoresView>> one(
            @PathVariable String cohortId, @PathVariable String applicationId, Caller caller) {
        caller.requireCohort(cohortId);
        return applications
                .cohort(cohortId)
                .flatMap(_ -> scores.of(cohortId, applicationId))
                .zipWith(rubrics.known(cohortId))
                .map(both -> answer(applicationId, both.getT2().rubric(), both.getT1(), caller));
    }

    @PutMapping(PATH + "/me")
    Mono<ResponseEntity<ScoresView>> put(
            @PathVariable String cohortId,
            @PathVariable String applicationId,
            @RequestBody NewScore body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        Long ifVersion = Etags.ifMatch(exchange.getRequest().getHeaders());
        return RubricApi.open(applications, cohortId)
                // Before the rubric is said to be in use.
                .flatMap(_ -> scores.of(cohortId, applicationId))
                .flatMap(_ -> inUse(cohortId, body))
                .flatMap(
                        kept ->
                                scores.put(
                                                cohortId,
                                                applicationId,
                                                score(body, kept.rubric(), caller),
                                                kept.rubric().reviewersNeeded(),
                                                ifVersion)
                                        .map(
                                                sheet ->
                                                        answer(
                                                                applicationId,
                                                                kept.rubric(),
                                                                sheet,
                                                                caller)));
    }

    /** The rubric that the points were looked at by, in use from now on. */
    private Mono<RubricStore.Kept> inUse(String cohortId, NewScore body) {
        return Contended.again(
                () ->
                        rubrics.known(cohortId)
                                .doOnNext(kept -> body.given(kept.rubric()))
                                .filterWhen(kept -> rubrics.use(cohortId, kept)));
    }

    private Score score(NewScore body, Rubric rubric, Caller caller) {
        return new Score(
                caller.username(),
                body.given(rubric),
                body.noted(),
                body.done(),
                0,
                clock.instant());
    }

    private ResponseEntity<ScoresView> answer(
            String applicationId, Rubric rubric, ScoreSheet sheet, Caller caller) {
        ScoresView view = ScoresView.of(applicationId, rubric, sheet, caller.username());
        Mine mine = view.mine();
        return ResponseEntity.ok()
                .eTag(Etags.of(mine == null ? 0 : mine.version(), 0, json.writeValueAsBytes(view)))
                .header("Cache-Control", "no-store")
                .body(view);
    }

    // ---- all of them

    /**
     * @param done how many are
     * @param total null: nobody is done, or the caller is not shown it yet
     */
    record Row(String applicationId, int done, boolean mineDone, @Nullable Total total) {

        static Row of(ScoreStore.Scored scored, Rubric rubric, String reviewer) {
            ScoreSheet sheet = scored.sheet();
            return new Row(
                    scored.applicationId(),
                    sheet.done(),
                    sheet.isDoneBy(reviewer),
                    sheet.isShownTo(reviewer, rubric.reviewersNeeded())
                            ? sheet.total(rubric)
                            : null);
        }
    }

    /**
     * @param next cursor of the page after this one; null: there is none
     */
    record Overview(List<Row> items, @Nullable String next, int reviewersNeeded) {}

    @GetMapping(OVERVIEW)
    Mono<ResponseEntity<Overview>> overview(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        caller.requireCohort(cohortId);
        String list = "application-scores " + cohortId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        return applications
                .cohort(cohortId)
                .flatMap(_ -> rubrics.known(cohortId))
                .flatMap(
                        kept ->
                                scores.of(cohortId, wanted.after(), wanted.limit() + 1)
                                        .map(each -> Row.of(each, kept.rubric(), caller.username()))
                                        .collectList()
                                        .map(
                                                rows ->
                                                        wanted.page(
                                                                rows,
                                                                Row::applicationId,
                                                                cursors,
                                                                list))
                                        .map(page -> overview(page, kept.rubric())))
                .map(found -> ResponseEntity.ok().header("Cache-Control", "no-store").body(found));
    }

    private static Overview overview(Page<Row> page, Rubric rubric) {
        return new Overview(page.items(), page.next(), rubric.reviewersNeeded());
    }

    private static final List<String> HEADER =
            List.of("applicationId", "name", "done", "mineDone", "mean", "lowest", "highest", "of");

    @GetMapping(value = OVERVIEW, produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(@PathVariable String cohortId, Caller caller) {
        caller.requireCohort(cohortId);
        return applications
                .cohort(cohortId)
                .flatMap(_ -> rubrics.known(cohortId))
                .flatMap(
                        kept ->
                                Page.<ScoreStore.Scored>all(
                                                (after, limit) -> scores.of(cohortId, after, limit),
                                                ScoreStore.Scored::applicationId)
                                        .map(each -> cells(each, kept.rubric(), caller.username()))
                                        .collectList())
                .map(
                        rows ->
                                ResponseEntity.ok()
                                        .contentType(Csv.TYPE)
                                        .header("Cache-Control", "no-store")
                                        .body(Csv.table(HEADER, rows)));
    }

    private static List<?> cells(ScoreStore.Scored scored, Rubric rubric, String reviewer) {
        Row row = Row.of(scored, rubric, reviewer);
        Total total = row.total();
        return Arrays.asList(
                row.applicationId(),
                scored.name(),
                row.done(),
                row.mineDone(),
                total == null ? null : total.mean(),
                total == null ? null : total.lowest(),
                total == null ? null : total.highest(),
                total == null ? null : total.of());
    }
}
