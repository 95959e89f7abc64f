package bootcamp.review.box;

import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.review.school.Kind;
import bootcamp.review.school.School;
import bootcamp.review.school.Target;
import bootcamp.review.ticket.TicketKeyStore;
import bootcamp.review.ticket.TicketKeyStore.Keys;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /api/reviews/summaries} and {@code /api/reviews/texts}: what may be seen of reviews. */
@RestController
final class SummaryApi {

    private final BoxStore boxes;
    private final TicketKeyStore keys;
    private final School school;
    private final TopicDesk topics;
    private final AnswerStore answers;

    SummaryApi(
            BoxStore boxes,
            TicketKeyStore keys,
            School school,
            TopicDesk topics,
            AnswerStore answers) {
        this.boxes = boxes;
        this.keys = keys;
        this.school = school;
        this.topics = topics;
        this.answers = answers;
    }

    /**
     * @param range in which all ratings lie that are alike; null: they are not
     * @param responseRate from 0 to 1: counted reviews of those who may review
     * @param hidden why there are no figures; null: there are
     * @param answer of the instructor, or of staff; null: there is none, or nothing is shown
     */
    record Summary(
            Target target,
            String title,
            @Nullable Integer n,
            @Nullable Double mean,
            Figures.@Nullable Interval interval,
            @Nullable Double adjusted,
            @Nullable Double nps,
            @Nullable Map<String, Integer> distribution,
            @Nullable Map<String, @Nullable Double> aspects,
            Figures.@Nullable Range range,
            @Nullable Double responseRate,
            List<TopicDesk.Told> topics,
            @Nullable String hidden,
            @Nullable AnswerView answer) {}

    record AnswerView(String text, AnswerStore.From from) {}

    record Summaries(List<Summary> items) {}

    record Text(@Nullable String pros, @Nullable String cons) {}

    record Texts(List<Text> items) {}

    @GetMapping("/api/reviews/summaries")
    Mono<Summaries> summaries(
            @RequestParam String kind, @RequestParam @Nullable String cohortId, Caller caller) {
        Kind wanted = TargetForm.kindOf(kind);
        return mayAsk(wanted, cohortId, caller)
                .flatMap(_ -> ofKind(wanted))
                .flatMap(
                        all ->
                                keys.findAll(wanted, null, cohortId)
                                        .filterWhen(each -> maySee(each.target(), caller))
                                        .concatMap(each -> summary(each, all))
                                        .collectList())
                .map(Summaries::new);
    }

    /** The published reviews of a kind, by target. */
    private Mono<Map<String, Box>> ofKind(Kind kind) {
        return keys.findAll(kind, null, null)
                .map(each -> each.target().key())
                .collectList()
                .flatMap(ids -> boxes.findAll(ids).collectMap(Box::id, Function.identity()));
    }

    private Mono<Summary> summary(Keys of, Map<String, Box> all) {
        Box box = all.getOrDefault(of.target().key(), Box.empty(of.target().key()));
        Mono<Integer> eligible =
                school.due(of.target()).map(due -> due.eligible().size()).defaultIfEmpty(0);
        return Mono.zip(eligible, topics.topics(box), answers.findAll(List.of(box.id())))
                .map(
                        found ->
                                summary(
                                        of,
                                        box,
                                        meanOf(all),
                                        found.getT1(),
                                        found.getT2(),
                                        found.getT3().get(box.id())));
    }

    /** Of what is shown alone: else the one that is not could be had by subtraction. */
    private static double meanOf(Map<String, Box> all) {
        return all.values().stream()
                .map(each -> each.visible().getOrDefault(Measure.RATING, List.of()))
                .filter(ratings -> !PublishedFigures.areAlike(ratings))
                .flatMap(List::stream)
                .collect(Collectors.averagingInt(Integer::intValue));
    }

    private static Summary summary(
            Keys of,
            Box box,
            double ofKind,
            int eligible,
            List<TopicDesk.Told> topics,
            AnswerStore.@Nullable Answer answer) {
        Map<Measure, List<Integer>> visible = box.visible();
        PublishedFigures figures = PublishedFigures.of(visible, eligible);
        List<Integer> ratings = visible.get(Measure.RATING);
        return new Summary(
                of.target(),
                of.title(),
                figures.n(),
                figures.mean(),
                figures.interval(),
                ratings == null || figures.hidden() != null
                        ? null
                        : Figures.adjusted(ratings, ofKind),
                figures.nps(),
                figures.distribution(),
                figures.aspects(),
                figures.range(),
                figures.responseRate(),
                topics,
                figures.hidden(),
                ratings == null || answer == null
                        ? null
                        : new AnswerView(answer.text(), answer.from()));
    }

    @GetMapping("/api/reviews/texts")
    Mono<Texts> texts(
            @RequestParam String kind,
            @RequestParam String id,
            @RequestParam @Nullable String cohortId,
            Caller caller) {
        Kind wanted = TargetForm.kindOf(kind);
        return mayAsk(wanted, cohortId, caller)
                .flatMapMany(_ -> keys.findAll(wanted, id, cohortId))
                .filterWhen(each -> maySee(each.target(), caller))
                .switchIfEmpty(Mono.error(ProblemException::notFound))
                .concatMap(each -> boxes.find(each.target().key()))
                .concatMapIterable(Box::published)
                .map(words -> new Text(words.pros(), words.cons()))
                .collectList()
                .map(Texts::new);
    }

    private Mono<Boolean> mayAsk(Kind kind, @Nullable String cohortId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF, Role.STUDENT, Role.INSTRUCTOR);
        if (caller.worksHere() && cohortId != null) {
            caller.requireCohort(cohortId);
            return school.isCohort(cohortId)
                    .filter(there -> there)
                    .switchIfEmpty(Mono.error(ProblemException::notFound));
        }
        if (!caller.worksHere() && caller.is(Role.INSTRUCTOR) && kind != Kind.INSTRUCTOR) {
            return Mono.error(
                    ProblemException.malformed(FieldError.of("kind", "NOT_OF_INSTRUCTORS")));
        }
        return Mono.just(true);
    }

    /** Staff what is of their cohorts, students likewise, an instructor what is of them. */
    private Mono<Boolean> maySee(Target target, Caller caller) {
        if (caller.worksHere()) {
            return Mono.just(caller.worksWith(target.cohortId()));
        }
        if (caller.is(Role.INSTRUCTOR)
                && target.kind() == Kind.INSTRUCTOR
                && target.id().equals(caller.instructorId())) {
            return Mono.just(true);
        }
        String studentId = caller.studentId();
        return studentId == null
                ? Mono.just(false)
                : school.cohortsOf(studentId).map(in -> in.contains(target.cohortId()));
    }

    static Flux<Review> undecided(Box box) {
        return Flux.fromIterable(box.said()).filter(each -> each.published() == null);
    }
}
