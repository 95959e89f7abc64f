package bootcamp.curriculum.question;

import bootcamp.curriculum.CurriculumEvent.OfQuestion;
import bootcamp.curriculum.lecture.Lecture;
import bootcamp.curriculum.question.QuestionCommand.AskQuestion;
import bootcamp.curriculum.question.QuestionCommand.EraseAuthor;
import bootcamp.curriculum.question.QuestionCommand.FollowLecture;
import bootcamp.curriculum.school.Students;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.listing.ListingStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
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
