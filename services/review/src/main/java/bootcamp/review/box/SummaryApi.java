package bootcamp.review.box;

import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.review.school.Due;
import bootcamp.review.school.Kind;
import bootcamp.review.school.School;
import bootcamp.review.school.Target;
import bootcamp.review.ticket.TicketKeyStore;
import bootcamp.review.ticket.TicketKeyStore.Keys;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
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
     * @param interval at 95 %, of the mean
     * @param adjusted null also of a week, which is not drawn to others
     * @param npsInterval the same of the NPS, in points; null where there is none
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
            Figures.@Nullable Interval npsInterval,
            @Nullable Map<String, Integer> distribution,
            @Nullable Map<String, @Nullable Double> aspects,
            Figures.@Nullable Range range,
            @Nullable Double responseRate,
            List<TopicDesk.Told> topics,
            @Nullable String hidden,
            @Nullable AnswerView answer) {}

    /**
     * @param hiddenFor why staff hid it; whoever reads that is staff, or the instructor who
     *     answered. Null: it is shown
     */
    record AnswerView(String text, AnswerStore.From from, @Nullable String hiddenFor) {

        /** Null where the caller is not to read it. */
        static @Nullable AnswerView of(
                AnswerStore.@Nullable Answer answer, Target target, Caller caller) {
            if (answer == null) {
                return null;
            }
            boolean reads =
                    answer.hiddenFor() == null
                            || caller.worksWith(target.cohortId())
                            || target.kind() == Kind.INSTRUCTOR
                                    && target.id().equals(caller.instructorId());
            return reads ? new AnswerView(answer.text(), answer.from(), answer.hiddenFor()) : null;
        }
    }

    record Summaries(List<Summary> items) {}

    record Text(@Nullable String pros, @Nullable String cons) {}

    record Texts(List<Text> items) {}

    @GetMapping("/api/reviews/summaries")
    Mono<Summaries> summaries(
            @RequestParam String kind, @RequestParam @Nullable String cohortId, Caller caller) {
        Kind wanted = TargetForm.kindOf(kind);
        return mayAsk(wanted, cohortId, caller)
                .flatMap(_ -> seenBy(caller))
                .flatMapMany(seen -> keys.findAll(wanted, null, cohortId).filter(seen::test))
                .collectList()
                .flatMap(shown -> summaries(shown, wanted, caller))
                .map(Summaries::new);
    }

    /** What is the same for all of them is asked for once. */
    private Mono<List<Summary>> summaries(List<Keys> shown, Kind kind, Caller caller) {
        List<String> ids = shown.stream().map(each -> each.target().key()).toList();
        return Mono.zip(ofKind(kind), eligible(shown), answers.findAll(ids))
                .flatMap(
                        known -> {
                            Map<String, Box> all = known.getT1();
                            double mean = meanOf(all.values().stream().map(Box::visible).toList());
                            return Flux.fromIterable(shown)
                                    .concatMap(
                                            each ->
                                                    summary(
                                                            each,
                                                            boxOf(each, all),
                                                            mean,
                                                            known.getT2()
                                                                    .getOrDefault(each.target(), 0),
                                                            AnswerView.of(
                                                                    known.getT3()
                                                                            .get(
                                                                                    each.target()
                                                                                            .key()),
                                                                    each.target(),
                                                                    caller)))
                                    .collectList();
                        });
    }

    private static Box boxOf(Keys of, Map<String, Box> all) {
        return all.getOrDefault(of.target().key(), Box.empty(of.target().key()));
    }

    /** How many may review each target, by cohort after cohort. */
    private Mono<Map<Target, Integer>> eligible(List<Keys> of) {
        return Flux.fromStream(of.stream().map(each -> each.target().cohortId()).distinct())
                .concatMap(school::dues)
                .collectMap(Due::target, due -> due.eligible().size());
    }

    /** The published reviews of a kind, by target. */
    private Mono<Map<String, Box>> ofKind(Kind kind) {
        return keys.findAll(kind, null, null)
                .map(each -> each.target().key())
                .collectList()
                .flatMap(ids -> boxes.findAll(ids).collectMap(Box::id, Function.identity()));
    }

    private Mono<Summary> summary(
            Keys of, Box box, double ofKind, int eligible, @Nullable AnswerView answer) {
        return topics.topics(box).map(found -> summary(of, box, ofKind, eligible, found, answer));
    }

    /** Of what is shown alone: else the one that is not could be had by subtraction. */
    static double meanOf(List<Map<Measure, List<Integer>>> visible) {
        return visible.stream()
                .map(each -> each.getOrDefault(Measure.RATING, List.of()))
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
            @Nullable AnswerView answer) {
        Kind kind = of.target().kind();
        Map<Measure, List<Integer>> visible = box.visible();
        PublishedFigures figures = PublishedFigures.of(kind, visible, eligible);
        List<Integer> ratings = visible.get(Measure.RATING);
        List<Integer> recommends = visible.get(Measure.RECOMMEND);
        return new Summary(
                of.target(),
                of.title(),
                figures.n(),
                figures.mean(),
                figures.interval(),
                ratings == null || figures.hidden() != null || kind == Kind.PULSE
                        ? null
                        : Figures.adjusted(ratings, ofKind),
                figures.nps(),
                recommends == null || figures.nps() == null
                        ? null
                        : Figures.npsInterval(recommends),
                figures.distribution(),
                figures.aspects(),
                figures.range(),
                figures.responseRate(),
                topics,
                figures.hidden(),
                ratings == null ? null : answer);
    }

    @GetMapping("/api/reviews/texts")
    Mono<Texts> texts(
            @RequestParam String kind,
            @RequestParam String id,
            @RequestParam @Nullable String cohortId,
            Caller caller) {
        Kind wanted = TargetForm.kindOf(kind);
        return mayAsk(wanted, cohortId, caller)
                .flatMap(_ -> seenBy(caller))
                .flatMapMany(seen -> keys.findAll(wanted, id, cohortId).filter(seen::test))
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
    private Mono<Predicate<Keys>> seenBy(Caller caller) {
        if (caller.worksHere()) {
            return Mono.just(each -> caller.worksWith(each.target().cohortId()));
        }
        Predicate<Keys> own =
                each ->
                        caller.is(Role.INSTRUCTOR)
                                && each.target().kind() == Kind.INSTRUCTOR
                                && each.target().id().equals(caller.instructorId());
        String studentId = caller.studentId();
        return studentId == null
                ? Mono.just(own)
                : school.cohortsOf(studentId)
                        .map(in -> own.or(each -> in.contains(each.target().cohortId())));
    }

    static Flux<Review> undecided(Box box) {
        return Flux.fromIterable(box.said()).filter(each -> each.published() == null);
    }
}
