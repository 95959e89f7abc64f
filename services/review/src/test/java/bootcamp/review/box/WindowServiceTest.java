package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService.Calls;
import bootcamp.review.ticket.Browser;
import bootcamp.review.ticket.TicketKeyStore;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** What may be reviewed, by whom and for how long; then its key is destroyed. */
class WindowServiceTest extends ReviewCalls {

    @Test
    void aCompetitionIsDueToWhoTookPartFromItsClosing() {
        String running = "running-" + cohort;
        String closed = "closed-" + cohort;
        String old = "old-" + cohort;
        Calls tookPart = student("part");
        Calls onlyFounded = student("founded");
        Calls elsewhere = student("elsewhere");
        SCHOOL.competition(running, cohort, 1, null);
        SCHOOL.competition(closed, cohort, 1, null);
        SCHOOL.team(running, "t0" + cohort, 3, "part" + cohort);
        SCHOOL.team(old, "t1" + cohort, 3, "part" + cohort);
        SCHOOL.team(closed, "t2" + cohort, 0, "founded" + cohort);
        SCHOOL.team(closed, "t3" + cohort, 3, "part" + cohort, "of another cohort");
        SCHOOL.competition(old, cohort, 2, Instant.now().minus(Duration.ofDays(23)));
        SCHOOL.competition(closed, cohort, 2, Instant.now().minusSeconds(60));
        Instant until = Instant.now().plus(PATIENCE);
        while (dues(tookPart).isEmpty() && Instant.now().isBefore(until)) {
            Thread.onSpinWait();
        }

        assertThat(dues(tookPart)).containsExactly(closed + " Cats");
        assertThat(dues(onlyFounded)).isEmpty();
        assertThat(dues(elsewhere)).isEmpty();
        assertThat(
                        staff.get("/api/reviews/summaries?kind=COMPETITION&cohortId=" + cohort)
                                .is(200)
                                .json()
                                .path("items")
                                .size())
                .isEqualTo(1);
    }

    @Test
    void aCompetitionThatIsArchivedIsReviewedAsLongAsItWouldBe() {
        String archived = "archived-" + cohort;
        String draft = "draft-" + cohort;
        Instant closed = Instant.now().minusSeconds(60);
        Calls part = student("part");
        SCHOOL.team(archived, "t1" + cohort, 3, id("part"));
        SCHOOL.team(draft, "t2" + cohort, 3, id("part"));
        SCHOOL.competition(archived, cohort, 1, closed);
        String ticket = ticketFor(part, due(part, "COMPETITION"));

        SCHOOL.archived(draft, cohort, 1, null);
        SCHOOL.archived(archived, cohort, 2, closed);
        await().atMost(PATIENCE).until(() -> versionOf(cohort + "/" + archived) == 2);
        // What is known of a cohort may be a moment old.
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);

        assertThat(dues(part)).containsExactly(archived + " Cats");
        nobody.post("/api/reviews", review(ticket, 7, "")).is(201);
    }

    private static long versionOf(String contest) {
        return Flux.from(
                        SERVICE.bean(MongoDatabase.class)
                                .getCollection("closedContests")
                                .find(new Document("_id", contest)))
                .map(each -> ((Number) each.get("version")).longValue())
                .next()
                .blockOptional(PATIENCE)
                .orElse(0L);
    }

    private static List<String> dues(Calls student) {
        return student.get("/api/reviews/due")
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.at("/target/kind").asString().equals("COMPETITION"))
                .map(each -> each.at("/target/id").asString() + " " + each.path("title").asString())
                .toList();
    }

    /** Who had a seat and is not marked to have missed it, in the cohort whose student they are. */
    @Test
    void aSpecialLectureIsDueToWhoHadASeatAndDidNotMissIt() {
        String lecture = "lecture-" + cohort;
        String other = "o" + cohort;
        Instant ended = Instant.now().minusSeconds(60);
        Calls came = student("came");
        Calls unmarked = student("unmarked");
        Calls missed = student("missed");
        Calls gaveUp = student("gave-up");
        Calls before = student("before");
        SCHOOL.withdrew(id("before"), cohort, LocalDate.now().minusDays(3));
        SCHOOL.cohort(other, LocalDate.now().minusDays(60), LocalDate.now().plusDays(60));
        SCHOOL.enrolled("foreign" + other, other);
        List<String> cohorts = List.of(cohort);
        List<String> rest = List.of(id("unmarked"), id("before"), "foreign" + other);
        SCHOOL.lecture(
                lecture,
                3,
                "HELD",
                ended,
                cohorts,
                List.of(id("came")),
                List.of(id("missed")),
                rest);
        // What is older and comes later changes nothing, and what is not held is nobody's.
        SCHOOL.lecture(lecture, 2, "PUBLISHED", ended, cohorts, List.of(), List.of(), List.of());
        String cancelled = "cancelled-" + cohort;
        SCHOOL.lecture(
                cancelled, 1, "CANCELLED", ended, cohorts, List.of(id("came")), List.of(), rest);
        String old = "old-" + cohort;
        SCHOOL.lecture(
                old,
                1,
                "HELD",
                ended.minus(Duration.ofDays(14)),
                cohorts,
                List.of(id("came")),
                List.of(),
                rest);
        String later = "later-" + cohort;
        SCHOOL.lecture(
                later,
                1,
                "HELD",
                ended.plusSeconds(3_600),
                cohorts,
                List.of(id("came")),
                List.of(),
                rest);

        JsonNode due = due(came, "SESSION");

        assertThat(Instant.parse(due.path("until").asString()))
                .isEqualTo(ended.atZone(ZoneId.of("Asia/Seoul")).plusDays(14).toInstant());
        String expected = lecture + " From the inside";
        assertThat(sessions(came)).containsExactly(expected);
        assertThat(sessions(unmarked)).containsExactly(expected);
        assertThat(sessions(missed)).isEmpty();
        assertThat(sessions(gaveUp)).isEmpty();
        await().atMost(PATIENCE).until(() -> leftOn(id("before")) != null);
        await().atMost(PATIENCE).until(() -> sessions(before).isEmpty());
        Calls foreign =
                SERVICE.as(
                        new Caller(
                                "foreign",
                                Set.of(Role.STUDENT),
                                "foreign" + other,
                                null,
                                Set.of()));
        await().atMost(PATIENCE)
                .until(() -> foreign.get("/api/reviews/due").json().toString().contains(other));
        assertThat(sessions(foreign)).isEmpty();
        String asks = asks(due, new Browser(due.path("publicKey")));
        for (Calls none : List.of(missed, gaveUp, before, foreign)) {
            none.post("/api/reviews/tickets", asks).is(404, "NOT_DUE");
        }

        // The correction: one came after all, and another did not.
        SCHOOL.lecture(
                lecture,
                4,
                "HELD",
                ended,
                cohorts,
                List.of(id("missed")),
                List.of(id("came")),
                rest);
        await().atMost(PATIENCE).until(() -> sessions(came).isEmpty());
        came.post("/api/reviews/tickets", asks).is(404, "NOT_DUE");
        String ticket = ticketFor(missed, due(missed, "SESSION"));
        nobody.post("/api/reviews", review(ticket, 9, ", \"pros\": \"field\"")).is(201);
        assertThat(
                        staff.get("/api/reviews/summaries?kind=SESSION&cohortId=" + cohort)
                                .is(200)
                                .json()
                                .at("/items/0/hidden")
                                .asString())
                .isEqualTo("FEWER_THAN_5");

        // For two cohorts, each of its own students reviews their own target.
        SCHOOL.lecture(
                lecture,
                5,
                "HELD",
                ended,
                List.of(cohort, other),
                List.of(id("missed")),
                List.of(id("came")),
                rest);
        assertThat(due(foreign, "SESSION").at("/target/cohortId").asString()).isEqualTo(other);
        assertThat(due(missed, "SESSION").at("/target/cohortId").asString()).isEqualTo(cohort);
    }

    private static List<String> sessions(Calls student) {
        return student.get("/api/reviews/due")
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.at("/target/kind").asString().equals("SESSION"))
                .map(each -> each.at("/target/id").asString() + " " + each.path("title").asString())
                .toList();
    }

    @Test
    void afterTheWindowTicketsAreWorthNothingAndTheirKeyIsDestroyed() {
        Calls gone = student("gone");
        String spent = ticket(student("spent"));
        String kept = ticket(student("kept"));
        nobody.post("/api/reviews", review(spent, 7, "")).is(201);
        SCHOOL.withdrew("gone" + cohort, cohort, LocalDate.now().minusDays(1));
        await().atMost(PATIENCE).until(() -> leftOn("gone" + cohort) != null);
        JsonNode due = programme(gone);
        String asks = asks(due, new Browser(due.path("publicKey")));
        Instant until = Instant.parse(due.path("until").asString());

        SERVICE.stopClock(until.minusMillis(1));
        nobody.post("/api/reviews", review(spent, 8, "")).is(200);
        SERVICE.stopClock(until);
        nobody.post("/api/reviews", review(kept, 7, "")).is(409, "REVIEW_WINDOW_CLOSED");
        nobody.post("/api/reviews", review(spent, 9, "")).is(409, "REVIEW_WINDOW_CLOSED");
        nobody.put("/api/reviews", review(spent, 9, "")).is(409, "REVIEW_WINDOW_CLOSED");
        nobody.post("/api/reviews/withdrawal", "{" + spent + "}").is(409, "REVIEW_WINDOW_CLOSED");
        nobody.post("/api/reviews/receipt", "{" + kept + "}").is(404, "REVIEW_NOT_FOUND");
        assertThat(nobody.post("/api/reviews/receipt", "{" + spent + "}").is(200).text("state"))
                .isEqualTo("NOT_COUNTED");
        gone.post("/api/reviews/tickets", asks).is(404, "NOT_DUE");
        assertThat(gone.get("/api/reviews/due").is(200).json().path("items").size()).isZero();

        TicketKeyStore keys = SERVICE.bean(TicketKeyStore.class);
        keys.destroyClosed().block(PATIENCE);

        // Not even by setting the clock back.
        SERVICE.stopClock(null);
        gone.post("/api/reviews/tickets", asks).is(409, "REVIEW_WINDOW_CLOSED");
        nobody.post("/api/reviews/receipt", "{" + spent + "}").is(200);
        assertThat(keys.findAllOf(cohort).map(each -> each.sealed() == null).collectList().block())
                .containsOnly(true);
    }

    @Test
    void theKeyOfWhatWasCancelledIsDestroyedAndOfWhatMayComeBackWithItsCohort() {
        Calls there = student("there");
        String instructor = "i-" + cohort;
        SCHOOL.taught(instructor, cohort, LocalDate.now().minusDays(1), id("there"));
        String ticket = ticketFor(there, due(there, "SESSION"));
        due(there, "INSTRUCTOR");
        TicketKeyStore keys = SERVICE.bean(TicketKeyStore.class);
        keys.destroyClosed().block(PATIENCE);
        assertThat(destroyed(keys)).isEmpty();

        SCHOOL.cancelled(instructor, cohort);
        await().atMost(PATIENCE).until(() -> sessions(there).isEmpty());
        keys.destroyClosed().block(PATIENCE);

        assertThat(destroyed(keys)).containsExactly("SESSION");
        nobody.post("/api/reviews", review(ticket, 7, "")).is(409, "REVIEW_WINDOW_CLOSED");

        // Another session may yet be given to the instructor, until nothing of the cohort is asked.
        SERVICE.stopClock(Instant.now().plus(Duration.ofDays(60 + 32)));
        keys.destroyClosed().block(PATIENCE);
        assertThat(destroyed(keys)).contains("INSTRUCTOR", "PROGRAMME", "SESSION");
    }

    /** The kinds of which this test's cohort has a key without its private half. */
    private List<String> destroyed(TicketKeyStore keys) {
        return keys.findAllOf(cohort)
                .filter(each -> each.sealed() == null)
                .map(each -> each.target().kind().name())
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private static @Nullable Object leftOn(String studentId) {
        MongoDatabase database = SERVICE.bean(MongoDatabase.class);
        return Flux.from(database.getCollection("roster").find())
                .map(Document::toJson)
                .filter(each -> each.contains(studentId) && each.contains("leftOn"))
                .blockFirst(PATIENCE);
    }
}
