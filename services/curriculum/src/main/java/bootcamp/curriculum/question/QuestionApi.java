package bootcamp.curriculum.question;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.lecture.Lecture;
import bootcamp.curriculum.lecture.LectureAccess;
import bootcamp.curriculum.question.QuestionCommand.AnswerQuestion;
import bootcamp.curriculum.question.QuestionCommand.AskQuestion;
import bootcamp.curriculum.question.QuestionCommand.CastVote;
import bootcamp.curriculum.question.QuestionCommand.ModerateQuestion;
import bootcamp.curriculum.question.QuestionCommand.ReportQuestion;
import bootcamp.curriculum.question.QuestionCommand.RevealAuthor;
import bootcamp.curriculum.question.QuestionCommand.TakeQuestionBack;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.IdSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code /api/lectures/{lectureId}/questions}: students ask, vote and report; staff answer, hold
 * back, hide and merge.
 */
@RestController
public final class QuestionApi {

    private static final String LIST = "questions ";
    private static final List<String> HEADER =
            List.of(
                    "questionId",
                    "askedAt",
                    "standing",
                    "votes",
                    "reports",
                    "text",
                    "answer",
                    "answeredAt",
                    "mergedInto");

    private final Questions questions;
    private final LectureAccess access;
    private final Students students;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;
    private final IdSource ids;

    public QuestionApi(
            Questions questions,
            LectureAccess access,
            Students students,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock,
            IdSource ids) {
        this.questions = questions;
        this.access = access;
        this.students = students;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
        this.ids = ids;
    }

    // ---- what students do

    /**
     * @param signed null: not signed
     */
    record NewQuestion(String text, @Nullable Boolean signed) {}

    @PostMapping("/api/lectures/{lectureId}/questions")
    Mono<ResponseEntity<QuestionView>> ask(
            @PathVariable String lectureId,
            @RequestBody NewQuestion body,
            Caller caller,
            ServerWebExchange exchange) {
        String studentId = LectureAccess.studentOf(caller);
        return asking(lectureId, studentId, caller)
                .doOnNext(_ -> sound("text", body.text(), Question.TEXT_CHARS_MAX))
                .zipWith(idempotency.terms(exchange, body))
                .flatMap(both -> ask(both.getT1(), studentId, body, both.getT2()))
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create(
                                                        "/api/lectures/"
                                                                + lectureId
                                                                + "/questions/"
                                                                + view.questionId()))
                                        .eTag(Etags.of(view.version()))
                                        .body(view));
    }

    /** A lecture for which the student belongs now, and about which there may be questions. */
    private Mono<Versioned<Lecture>> asking(String lectureId, String studentId, Caller caller) {
        return access.visible(lectureId, caller)
                .doOnNext(lecture -> Questions.demandOpen(lecture.state()))
                .filterWhen(lecture -> isEnrolled(studentId, lecture.state().planned().cohortIds()))
                .switchIfEmpty(Mono.error(LectureAccess::notEnrolled));
    }

    private Mono<Boolean> isEnrolled(String studentId, List<String> cohortIds) {
        return students.find(studentId, known -> known.isEnrolledIn(cohortIds)).hasElement();
    }

    private Mono<QuestionView> ask(
            Versioned<Lecture> lecture, String studentId, NewQuestion body, Terms terms) {
        AskQuestion ask =
                new AskQuestion(
                        lecture.id(),
                        lecture.state().planned().cohortIds(),
                        studentId,
                        body.text().strip(),
                        Boolean.TRUE.equals(body.signed()),
                        clock.instant());
        return questions
                .ask(Idempotency.newId(terms, ids), ask, terms)
                .map(question -> QuestionView.ofStudent(question, studentId));
    }

    @PutMapping("/api/lectures/{lectureId}/questions/{questionId}/votes/me")
    Mono<QuestionView> vote(
            @PathVariable String lectureId, @PathVariable String questionId, Caller caller) {
        String studentId = LectureAccess.studentOf(caller);
        return asking(lectureId, studentId, caller)
                .flatMap(lecture -> seen(lecture, questionId, studentId))
                .flatMap(
                        _ -> done(questionId, new CastVote(studentId, clock.instant()), studentId));
    }

    @DeleteMapping("/api/lectures/{lectureId}/questions/{questionId}/votes/me")
    Mono<QuestionView> takeVoteBack(
            @PathVariable String lectureId, @PathVariable String questionId, Caller caller) {
        String studentId = LectureAccess.studentOf(caller);
        return asking(lectureId, studentId, caller)
                .flatMap(lecture -> seen(lecture, questionId, studentId))
                .flatMap(question -> questions.takeVoteBack(question, studentId))
                .map(question -> QuestionView.ofStudent(question, studentId));
    }

    @PutMapping("/api/lectures/{lectureId}/questions/{questionId}/reports/me")
    Mono<QuestionView> report(
            @PathVariable String lectureId, @PathVariable String questionId, Caller caller) {
        String studentId = LectureAccess.studentOf(caller);
        return access.visible(lectureId, caller)
                .flatMap(lecture -> seen(lecture, questionId, studentId))
                .flatMap(
                        _ ->
                                done(
                                        questionId,
                                        new ReportQuestion(studentId, clock.instant()),
                                        studentId));
    }

    @DeleteMapping("/api/lectures/{lectureId}/questions/{questionId}")
    Mono<ResponseEntity<Void>> takeBack(
            @PathVariable String lectureId, @PathVariable String questionId, Caller caller) {
        String studentId = LectureAccess.studentOf(caller);
        return access.visible(lectureId, caller)
                .flatMap(lecture -> questions.findEver(lecture, questionId))
                .flatMap(
                        _ ->
                                questions.transact(
                                        questionId,
                                        new TakeQuestionBack(studentId, clock.instant())))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private Mono<QuestionView> done(String questionId, QuestionCommand command, String studentId) {
        return questions
                .transact(questionId, command)
                .map(question -> QuestionView.ofStudent(question, studentId));
    }

    /** What this student may see; else it is not there. */
    private Mono<Versioned<Question>> seen(
            Versioned<Lecture> lecture, String questionId, String studentId) {
        return questions
                .find(lecture, questionId)
                .filter(isSeenBy(studentId))
                .switchIfEmpty(Mono.error(Questions::notFound));
    }

    private static Predicate<Versioned<Question>> isSeenBy(@Nullable String studentId) {
        return question ->
                studentId == null
                        || question.state().standing() == Standing.OPEN
                        || question.state().isOf(studentId);
    }

    // ---- reading

    @GetMapping("/api/lectures/{lectureId}/questions")
    Mono<Page<QuestionView>> list(
            @PathVariable String lectureId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        String list = LIST + lectureId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        String after = wanted.after();
        return all(lectureId, caller)
                .filter(view -> after == null || view.key().compareTo(after) > 0)
                .take(wanted.limit() + 1L)
                .collectList()
                .map(found -> wanted.page(found, QuestionView::key, cursors, list));
    }

    @GetMapping("/api/lectures/{lectureId}/questions/{questionId}")
    Mono<QuestionView> one(
            @PathVariable String lectureId, @PathVariable String questionId, Caller caller) {
        String studentId = LectureAccess.studentOrNull(caller);
        return access.visible(lectureId, caller)
                .flatMap(lecture -> questions.find(lecture, questionId))
                .filter(isSeenBy(studentId))
                .switchIfEmpty(Mono.error(Questions::notFound))
                .map(question -> view(question, studentId));
    }

    private static QuestionView view(Versioned<Question> question, @Nullable String studentId) {
        return studentId == null
                ? QuestionView.ofStaff(question)
                : QuestionView.ofStudent(question, studentId);
    }

    @GetMapping(value = "/api/lectures/{lectureId}/questions", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(@PathVariable String lectureId, Caller caller) {
        return Csv.answer(HEADER, all(lectureId, caller).map(QuestionApi::cells));
    }

    private static List<?> cells(QuestionView view) {
        Question.Answer answer = view.answer();
        return Arrays.asList(
                view.questionId(),
                view.askedAt(),
                view.standing(),
                view.votes(),
                view.reports(),
                view.text(),
                answer == null ? null : answer.text(),
                answer == null ? null : answer.at(),
                view.mergedInto());
    }

    /** All that the caller may see, in the order of asking. */
    private Flux<QuestionView> all(String lectureId, Caller caller) {
        String studentId = LectureAccess.studentOrNull(caller);
        return access.visible(lectureId, caller)
                .flatMapMany(questions::of)
                .filter(isSeenBy(studentId))
                .map(question -> view(question, studentId))
                .sort(QuestionView.BY_TIME);
    }

    // ---- what staff do

    record NewAnswer(String text) {}

    @PutMapping("/api/lectures/{lectureId}/questions/{questionId}/answer")
    Mono<QuestionView> answer(
            @PathVariable String lectureId,
            @PathVariable String questionId,
            @RequestBody NewAnswer body,
            Caller caller) {
        return asked(lectureId, questionId, caller)
                .doOnNext(_ -> sound("text", body.text(), Question.ANSWER_CHARS_MAX))
                .flatMap(
                        _ ->
                                questions.transact(
                                        questionId,
                                        new AnswerQuestion(body.text().strip(), stamp(caller))))
                .map(QuestionView::ofStaff);
    }

    /**
     * @param reason what the author reads of a hidden question; null: nothing
     */
    record Moderation(Standing standing, @Nullable String reason) {}

    @PutMapping("/api/lectures/{lectureId}/questions/{questionId}/standing")
    Mono<QuestionView> moderate(
            @PathVariable String lectureId,
            @PathVariable String questionId,
            @RequestBody Moderation body,
            Caller caller) {
        return asked(lectureId, questionId, caller)
                .doOnNext(
                        _ ->
                                InvalidInput.checking()
                                        .optionalText(
                                                "reason", body.reason(), Question.REASON_CHARS_MAX)
                                        .orThrow())
                .flatMap(
                        _ ->
                                questions.transact(
                                        questionId,
                                        new ModerateQuestion(
                                                body.standing(),
                                                strippedOrNull(body.reason()),
                                                stamp(caller))))
                .map(QuestionView::ofStaff);
    }

    private static @Nullable String strippedOrNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /**
     * @param into id of a question of the same lecture that asks the same
     */
    record Merging(String into) {}

    @PutMapping("/api/lectures/{lectureId}/questions/{questionId}/merging")
    Mono<QuestionView> merge(
            @PathVariable String lectureId,
            @PathVariable String questionId,
            @RequestBody Merging body,
            Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return access.editable(lectureId, caller)
                .flatMap(
                        lecture ->
                                questions
                                        .find(lecture, questionId)
                                        .zipWhen(_ -> into(lecture, body.into())))
                .flatMap(both -> questions.merge(both.getT1(), both.getT2(), stamp(caller)))
                .map(QuestionView::ofStaff);
    }

    private Mono<Versioned<Question>> into(Versioned<Lecture> lecture, String questionId) {
        return questions
                .find(lecture, questionId)
                .onErrorMap(
                        RefusedException.class,
                        _ -> new InvalidInput(List.of(FieldError.of("into", "UNKNOWN_QUESTION"))));
    }

    @DeleteMapping("/api/lectures/{lectureId}/questions/{questionId}/merging")
    Mono<QuestionView> separate(
            @PathVariable String lectureId, @PathVariable String questionId, Caller caller) {
        return asked(lectureId, questionId, caller)
                .flatMap(questions::separate)
                .map(QuestionView::ofStaff);
    }

    /** Why staff want to know. */
    record Cause(String reason) {}

    record Author(String studentId) {}

    /** Each request is another look, and kept as one. */
    @PostMapping("/api/lectures/{lectureId}/questions/{questionId}/author")
    Mono<Author> author(
            @PathVariable String lectureId,
            @PathVariable String questionId,
            @RequestBody Cause body,
            Caller caller,
            ServerWebExchange exchange) {
        return asked(lectureId, questionId, caller)
                .doOnNext(_ -> sound("reason", body.reason(), Question.REASON_CHARS_MAX))
                .flatMap(_ -> idempotency.terms(exchange, body))
                .flatMap(
                        terms ->
                                questions.transact(
                                        questionId,
                                        new RevealAuthor(body.reason().strip(), stamp(caller)),
                                        terms))
                .map(question -> new Author(question.state().studentId()));
    }

    private Mono<Versioned<Question>> asked(String lectureId, String questionId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return access.editable(lectureId, caller)
                .flatMap(lecture -> questions.find(lecture, questionId));
    }

    private static void sound(String field, @Nullable String text, int max) {
        InvalidInput.checking().text(field, text, max).orThrow();
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
