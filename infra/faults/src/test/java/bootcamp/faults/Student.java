package bootcamp.faults;

import bootcamp.faults.Api.Answer;
import bootcamp.faults.Api.Request;
import bootcamp.faults.Call.Fact;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One student of the workload: whose commands go one after the other, so that the history which
 * they must leave is known. One at a time; not safe for several threads at once.
 */
final class Student {

    /** Far under what a history keeps. */
    static final int CALLS_MAX = 40;

    private static final List<String> REASONS =
            List.of("EMPLOYMENT", "HEALTH", "FINANCIAL", "TIME", "CONTENT_TOO_HARD");

    private enum Standing {
        NOBODY,
        APPLIED,
        WAITING,
        ENROLLED,
        WITHDRAWN
    }

    final String externalId;
    final String name;
    final Ground.Course cohort;
    final List<Call> calls = new ArrayList<>();
    private final LocalDate enrolledOn;
    private Standing standing = Standing.NOBODY;
    private Standing next = Standing.NOBODY;
    private @Nullable String enrollmentId;
    private @Nullable String studentId;
    private @Nullable Call erasing;
    private int leaves;

    Student(String externalId, Ground.Course cohort, Random random) {
        this.externalId = externalId;
        this.name = Canary.nameOf(externalId);
        this.cohort = cohort;
        this.enrolledOn = cohort.start().plusDays(random.nextInt(20));
    }

    /** Null until the enrollment was answered. */
    @Nullable String enrollmentId() {
        return enrollmentId;
    }

    /** The command that erases this person, if there was one; whether it was answered or not. */
    @Nullable Call erasing() {
        return erasing;
    }

    /** Whether there is a person to be erased; only once, so that it is known what is left. */
    boolean isErasable() {
        return studentId != null && erasing == null;
    }

    boolean isDone() {
        return calls.size() >= CALLS_MAX;
    }

    /** Whether the last call is still without an answer. */
    boolean isOpen() {
        return !calls.isEmpty() && calls.getLast().isOpen();
    }

    /** The next command, as things stand; what came of the one before is known. */
    Call next(int number, String key, Random random) {
        Call call =
                switch (standing) {
                    case NOBODY -> enroll(number, key, random.nextInt(8) == 0);
                    case APPLIED, WAITING -> move(number, key);
                    case WITHDRAWN -> revert(number);
                    case ENROLLED ->
                            random.nextInt(3) == 0
                                    ? leave(number, key)
                                    : withdraw(number, key, random);
                };
        calls.add(call);
        return call;
    }

    /** To be forgotten: the history stays as it is, and goes on. */
    Call erase(int number) {
        next = standing;
        Call call = new Call(number, erasing(Objects.requireNonNull(studentId)), List.of());
        erasing = call;
        calls.add(call);
        return call;
    }

    static Request erasing(String studentId) {
        return Request.delete("/api/students/" + studentId + "/personal-data");
    }

    /** To enroll, and nothing else. */
    Call enroll(int number, String key) {
        Call call = enroll(number, key, false);
        calls.add(call);
        return call;
    }

    boolean isSeated() {
        return standing == Standing.ENROLLED;
    }

    private Call enroll(int number, String key, boolean applies) {
        var body =
                Api.JSON
                        .createObjectNode()
                        .put("name", name)
                        .put("externalId", externalId)
                        .put("email", Canary.emailOf(externalId))
                        .put("phone", Canary.phoneOf(externalId))
                        .put("enrolledOn", enrolledOn.toString());
        if (applies) {
            body.put("status", "APPLIED");
        }
        String path = "/api/cohorts/" + cohort.id() + "/enrollments";
        Set<String> what =
                applies
                        ? Set.of("StudentApplied")
                        : Set.of("StudentEnrolled", "StudentPutOnWaitingList");
        return new Call(
                number,
                Request.post(path, body.toString(), key),
                List.of(Fact.of("EnrollmentBegan"), new Fact(what, enrolledOn.toString(), null)));
    }

    private Call move(int number, String key) {
        var body =
                Api.JSON.createObjectNode().put("to", "ENROLLED").put("on", enrolledOn.toString());
        next = Standing.ENROLLED;
        return new Call(
                number,
                Request.post(path("status"), body.toString(), key),
                List.of(Fact.on("StudentEnrolled", enrolledOn)));
    }

    private Call withdraw(int number, String key, Random random) {
        // On the day of entry it is one who never started.
        String on = enrolledOn.plusDays(random.nextInt(100)).toString();
        String reason = REASONS.get(random.nextInt(REASONS.size()));
        var body = Api.JSON.createObjectNode().put("on", on).put("reason", reason);
        next = Standing.WITHDRAWN;
        return new Call(
                number,
                Request.post(path("withdrawal"), body.toString(), key),
                List.of(new Fact(Set.of("StudentWithdrew"), on, reason)));
    }

    private Call revert(int number) {
        next = Standing.ENROLLED;
        return new Call(
                number, Request.delete(path("withdrawal")), List.of(Fact.of("WithdrawalReverted")));
    }

    private Call leave(int number, String key) {
        LocalDate from = cohort.start().plusDays(30 + 3L * leaves++);
        var body =
                Api.JSON
                        .createObjectNode()
                        .put("from", from.toString())
                        .put("until", from.plusDays(1).toString());
        next = Standing.ENROLLED;
        return new Call(
                number,
                Request.post(path("leave"), body.toString(), key),
                List.of(Fact.on("LeaveTaken", from)));
    }

    private String path(String command) {
        return "/api/enrollments/%s/%s"
                .formatted(Objects.requireNonNull(enrollmentId, "not enrolled yet"), command);
    }

    /** Takes in what came of the last call. */
    void settled(Call call) {
        Answer answer = call.answer();
        if (answer == null || call.isOpen()) {
            return;
        }
        if (answer.isOk()) {
            if (standing == Standing.NOBODY) {
                enrollmentId = answer.body().path("enrollmentId").asString("");
                studentId = answer.body().path("studentId").asString("");
                standing = Standing.valueOf(answer.body().path("status").asString("ENROLLED"));
            } else {
                standing = next;
            }
        } else if (answer.code().equals("NOT_WITHDRAWN")) {
            // The first attempt of a revert had been carried out, though its answer was lost.
            standing = Standing.ENROLLED;
        }
    }
}
