package bootcamp.curriculum.question;

import bootcamp.curriculum.CurriculumEvent.OfQuestion;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.lecture.Lecture;
import bootcamp.curriculum.question.QuestionCommand.AskQuestion;
import bootcamp.curriculum.question.QuestionCommand.EraseAuthor;
import bootcamp.curriculum.question.QuestionCommand.FollowLecture;
import bootcamp.curriculum.question.QuestionCommand.GiveVotesBack;
import bootcamp.curriculum.question.QuestionCommand.MergeQuestion;
import bootcamp.curriculum.question.QuestionCommand.SeparateQuestion;
import bootcamp.curriculum.question.QuestionCommand.TakeVoteBack;
import bootcamp.curriculum.question.QuestionCommand.TakeVotesOver;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.school.Students;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The questions of each lecture: one document each, so that a vote on one waits for no vote on
 * another, found by a listing of the lecture's ids.
 */
public final class Questions {

    /** Of one lecture, those taken back among them. */
    static final int OF_LECTURE_MAX = 1_000;

    /** Of one student in one lecture, those taken back not among them. */
    static final int OF_STUDENT_MAX = 20;

    /** As above, with those taken back: or one student could use up the room of all. */
    static final int OF_STUDENT_EVER_MAX = 50;

    private static final int PART = 100;

    private final AggregateStore<Question, QuestionCommand, OfQuestion> questions;
    private final ListingStore ofLectures;
    private final ListingStore ofStudents;
    private final Students students;
    private final InstantSource clock;

    /**
     * @param ofLectures ids by lecture
     * @param ofStudents ids by who asked
     */
    public Questions(
            AggregateStore<Question, QuestionCommand, OfQuestion> questions,
            ListingStore ofLectures,
            ListingStore ofStudents,
            Students students,
            InstantSource clock) {
        this.questions = questions;
        this.ofLectures = ofLectures;
        this.ofStudents = ofStudents;
        this.students = students;
        this.clock = clock;
    }

    /**
     * All that is kept of an answer to a request with a key: a question that is emptied keeps no
     * text and no author in an answer.
     */
    private record Kept(String questionId) {

        static Kept of(Versioned<Question> question) {
            return new Kept(question.id());
        }
    }

    /** A new question; as it is now, where the same request was sent before. */
    Mono<Versioned<Question>> ask(String questionId, AskQuestion ask, Terms terms) {
        return demandRoom(questionId, ask)
                .then(Mono.defer(() -> ofStudents.add(ask.studentId(), List.of(questionId))))
                .then(Mono.defer(() -> ofLectures.add(ask.lectureId(), List.of(questionId))))
                .then(Mono.defer(() -> transact(questionId, ask, terms)))
                // Whoever was erased in between was not found by what erases.
                .delayUntil(_ -> forget(ask.studentId()));
    }

    /**
     * Bounds what one may send, not what is exact: two requests at once may both find the last
     * room.
     */
    private Mono<Void> demandRoom(String questionId, AskQuestion ask) {
        return ofLectures
                .ids(Set.of(ask.lectureId()))
                .filter(ids -> !ids.contains(questionId))
                .flatMap(
                        ids ->
                                ids.size() >= OF_LECTURE_MAX
                                        ? Mono.just(true)
                                        : ofStudents
                                                .ids(Set.of(ask.studentId()))
                                                .doOnNext(own -> own.retainAll(ids))
                                                .flatMap(this::isFullOf))
                .filter(isFull -> isFull)
                .flatMap(
                        _ ->
                                Mono.error(
                                        () ->
                                                new RefusedException(
                                                        QuestionRefusal.TOO_MANY_QUESTIONS)));
    }

    private Mono<Boolean> isFullOf(Set<String> own) {
        return own.size() >= OF_STUDENT_EVER_MAX
                ? Mono.just(true)
                : findAll(own).count().map(count -> count >= OF_STUDENT_MAX);
    }

    /** Those of the lecture that were not taken back, in no order. */
    Flux<Versioned<Question>> of(Versioned<Lecture> lecture) {
        return listed(lecture)
                .collectList()
                .flatMapMany(
                        all ->
                                settle(all)
                                        .flatMapMany(
                                                isMoved ->
                                                        isMoved
                                                                ? listed(lecture)
                                                                : Flux.fromIterable(all)));
    }

    private Flux<Versioned<Question>> listed(Versioned<Lecture> lecture) {
        return ofLectures
                .ids(Set.of(lecture.id()))
                .flatMapMany(this::findAll)
                .filter(question -> question.state().lectureId().equals(lecture.id()))
                .concatMap(question -> following(question, lecture.state()));
    }

    private Flux<Versioned<Question>> findAll(Set<String> ids) {
        return Flux.fromIterable(ids)
                .buffer(PART)
                .concatMap(questions::findAll)
                .filter(question -> !question.state().removed());
    }

    /** One of the lecture's; refused as not found where there is none. */
    Mono<Versioned<Question>> find(Versioned<Lecture> lecture, String questionId) {
        return findEver(lecture, questionId)
                .filter(question -> !question.state().removed())
                .switchIfEmpty(Mono.error(Questions::notFound))
                .flatMap(question -> following(question, lecture.state()));
    }

    /** As above, one that was taken back included. */
    Mono<Versioned<Question>> findEver(Versioned<Lecture> lecture, String questionId) {
        return questions
                .find(questionId)
                .filter(question -> question.state().lectureId().equals(lecture.id()))
                .switchIfEmpty(Mono.error(Questions::notFound));
    }

    static RefusedException notFound() {
        return new RefusedException(QuestionRefusal.QUESTION_NOT_FOUND);
    }

    /** For the cohorts that its lecture is for: they may have been edited. */
    private Mono<Versioned<Question>> following(Versioned<Question> question, Lecture lecture) {
        List<String> cohortIds = lecture.planned().cohortIds();
        return question.state().cohortIds().equals(cohortIds)
                ? Mono.just(question)
                : transact(question.id(), new FollowLecture(cohortIds, clock.instant()));
    }

    Mono<Versioned<Question>> transact(String questionId, QuestionCommand command) {
        return questions.transact(questionId, command).map(Outcome::after);
    }

    /** As above, once for the terms' key; the question as it is now. */
    Mono<Versioned<Question>> transact(String questionId, QuestionCommand command, Terms terms) {
        return questions
                .transact(questionId, command, terms, Kept::of, Kept.class)
                .flatMap(kept -> questions.find(kept.questionId()))
                .filter(question -> !question.state().removed())
                .switchIfEmpty(Mono.error(Questions::notFound));
    }

    // ---- merging

    /**
     * Merges a question into another one of the same lecture: first it is said of the one, whose
     * votes stand still from then on, and then they are counted by the other. What comes between
     * the two is put right by whoever lists the questions next.
     *
     * @return the one that is merged
     */
    Mono<Versioned<Question>> merge(
            Versioned<Question> question, Versioned<Question> into, Stamp stamp) {
        return demandOpen(into.state())
                .then(
                        Mono.defer(
                                () -> transact(question.id(), new MergeQuestion(into.id(), stamp))))
                .delayUntil(
                        merged ->
                                takeOver(merged, into.id())
                                        .onErrorResume(
                                                RefusedException.class,
                                                refused ->
                                                        separate(merged)
                                                                .then(Mono.error(refused))));
    }

    private static Mono<Void> demandOpen(Question into) {
        if (into.mergedInto() != null) {
            return Mono.error(() -> new RefusedException(QuestionRefusal.QUESTION_MERGED));
        }
        return into.standing() == Standing.OPEN
                ? Mono.empty()
                : Mono.error(() -> new RefusedException(QuestionRefusal.QUESTION_NOT_OPEN));
    }

    private Mono<Versioned<Question>> takeOver(Versioned<Question> merged, String into) {
        return transact(
                into, new TakeVotesOver(merged.id(), merged.state().wanting(), clock.instant()));
    }

    /** Lets a question stand for itself again, with the votes that it had. */
    Mono<Versioned<Question>> separate(Versioned<Question> question) {
        String into = question.state().mergedInto();
        return transact(question.id(), new SeparateQuestion(clock.instant()))
                .delayUntil(
                        _ ->
                                Mono.justOrEmpty(into)
                                        .flatMap(other -> giveBack(other, question.id())));
    }

    private Mono<Versioned<Question>> giveBack(String questionId, String other) {
        return transact(questionId, new GiveVotesBack(other, clock.instant()));
    }

    /**
     * Nobody would like to know that any more: neither by this question nor by one that is merged
     * with it, so that separating them brings no vote back.
     */
    Mono<Versioned<Question>> takeVoteBack(Versioned<Question> question, String studentId) {
        TakeVoteBack back = new TakeVoteBack(studentId, clock.instant());
        String into = question.state().mergedInto();
        return transact(into == null ? question.id() : into, back)
                .flatMapIterable(counting -> counting.state().merged())
                .concatMap(merged -> transact(merged.questionId(), back))
                .then(Mono.defer(() -> transact(question.id(), back)));
    }

    /**
     * Puts right what was left half done, or what is not so any more since a question was taken
     * back or its author erased.
     *
     * @return whether there was something
     */
    private Mono<Boolean> settle(List<Versioned<Question>> all) {
        Map<String, Question> byId =
                all.stream().collect(Collectors.toMap(Versioned::id, Versioned::state));
        return Flux.fromIterable(all)
                .concatMap(question -> strays(question, byId).concatWith(counting(question, byId)))
                .count()
                .map(moved -> moved > 0);
    }

    /** Gives back the votes of those that are not merged into this one. */
    private Flux<Versioned<Question>> strays(
            Versioned<Question> question, Map<String, Question> byId) {
        return Flux.fromIterable(question.state().merged())
                .map(Question.Merged::questionId)
                .filter(other -> !isMerged(byId.get(other), question.id()))
                // It may have been merged after it was read here, and before this one was.
                .filterWhen(
                        other ->
                                questions
                                        .find(other)
                                        .filter(found -> isMerged(found.state(), question.id()))
                                        .hasElement()
                                        .map(isMerged -> !isMerged))
                .concatMap(other -> giveBack(question.id(), other));
    }

    private static boolean isMerged(@Nullable Question question, String into) {
        return question != null && into.equals(question.mergedInto());
    }

    /** Has a merged one counted by the other, or lets it stand for itself where that is gone. */
    private Mono<Versioned<Question>> counting(
            Versioned<Question> question, Map<String, Question> byId) {
        String into = question.state().mergedInto();
        if (into == null) {
            return Mono.empty();
        }
        Question other = byId.get(into);
        boolean isSo = other != null && other.mergedInto() == null && other.counts(question.id());
        return isSo
                ? Mono.empty()
                : questions
                        .find(question.id())
                        .filter(now -> isMerged(now.state(), into))
                        .flatMap(
                                now ->
                                        takeOver(now, into)
                                                .onErrorResume(
                                                        RefusedException.class,
                                                        _ -> separate(now)));
    }

    /** Whether students may ask and vote: from its publication to its end. */
    static void demandOpen(Lecture lecture) {
        if (!lecture.isPublished()) {
            throw new RefusedException(QuestionRefusal.QUESTIONS_CLOSED);
        }
    }

    // ---- erasure

    /** Empties what those of the students asked who were erased; the others stay as they are. */
    public Mono<Void> forget(Set<String> studentIds) {
        return Flux.fromIterable(studentIds).concatMap(this::forget).then();
    }

    private Mono<Void> forget(String studentId) {
        return students.isErased(studentId)
                .filter(isErased -> isErased)
                .flatMap(_ -> ofStudents.ids(Set.of(studentId)))
                .flatMapMany(this::findAll)
                .concatMap(question -> transact(question.id(), new EraseAuthor(clock.instant())))
                .then();
    }
}
