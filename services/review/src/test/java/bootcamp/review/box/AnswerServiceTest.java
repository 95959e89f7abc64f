package bootcamp.review.box;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService.Calls;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What instructors and staff answer publicly to what students say. */
class AnswerServiceTest extends ReviewCalls {

    @Test
    void whatStudentsSayIsAnsweredOncePubliclyWhereItIsShown() {
        List<String> tickets = new ArrayList<>();
        for (int each = 0; each < 5; each++) {
            tickets.add(ticket(student("answered" + each)));
        }
        String target =
                "\"target\": {\"kind\": \"PROGRAMME\", \"id\": \"ai-lab\", \"cohortId\": \"%s\"}"
                        .formatted(cohort);
        String form = "{" + target + ", \"text\": \"%s\"}";
        String path = "/api/reviews/answers";
        for (int each = 0; each < 4; each++) {
            nobody.post("/api/reviews", review(tickets.get(each), 5 + each, "")).is(201);
        }
        staff.post(path, form.formatted("We know")).is(409, "NOTHING_PUBLISHED");
        nobody.post("/api/reviews", review(tickets.get(4), 9, "")).is(201);
        Calls instructor =
                SERVICE.as(new Caller("kim", Set.of(Role.INSTRUCTOR), null, "i-1", Set.of()));
        instructor.post(path, form.formatted("We know")).is(404);
        student("answered0").post(path, form.formatted("We know")).is(403);
        staff.post(path, form.formatted("\u202eabc")).is(422, "INVALID_INPUT");
        staff.post(path, form.formatted("x".repeat(2001))).is(422, "INVALID_INPUT");
        String ofInstructor = form.formatted("x").replace("PROGRAMME", "INSTRUCTOR");
        staff.post(path, ofInstructor).is(403);
        assertThat(summary().path("answer").isNull()).isTrue();

        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int each = 0; each < 8; each++) {
            String body = form.formatted("We know " + each);
            answers.add(CompletableFuture.supplyAsync(() -> staff.post(path, body).status()));
        }
        List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).containsOnlyOnce(201);
        assertThat(statuses.stream().filter(each -> each == 409)).hasSize(7);
        String said = summary().at("/answer/text").asString();
        assertThat(said).startsWith("We know");
        assertThat(summary().at("/answer/from").asString()).isEqualTo("STAFF");
        assertThat(summary().toString()).doesNotContain(STAFF.username());
        staff.post(path, form.formatted(said)).is(200);

        for (String each : tickets) {
            nobody.post("/api/reviews/withdrawal", "{" + each + "}").is(204);
        }
        assertThat(summary().path("hidden").asString()).isEqualTo("FEWER_THAN_5");
        assertThat(summary().path("answer").isNull()).as("it goes with the figures").isTrue();
        assertThat(toldAfterPublishing().toString()).doesNotContain("We know");
    }

    @Test
    void anInstructorAnswersWhatIsSaidOfThemAndNobodyElseDoes() {
        String kim = "kim-" + cohort;
        String[] there = new String[5];
        List<Calls> students = new ArrayList<>();
        for (int each = 0; each < there.length; each++) {
            students.add(student("taught" + each));
            there[each] = "taught" + each + cohort;
        }
        SCHOOL.taught(kim, cohort, LocalDate.now().minusDays(3), there);
        for (int each = 0; each < there.length; each++) {
            String ticket = ticketFor(students.get(each), due(students.get(each), "INSTRUCTOR"));
            nobody.post("/api/reviews", review(ticket, 4 + each, "")).is(201);
        }
        String body =
                "{\"target\": {\"kind\": \"INSTRUCTOR\", \"id\": \"%s\", \"cohortId\": \"%s\"}, \"text\": \"%s\"}";
        String path = "/api/reviews/answers";
        Calls own = SERVICE.as(new Caller("kim", Set.of(Role.INSTRUCTOR), null, kim, Set.of()));
        Calls other = SERVICE.as(new Caller("lee", Set.of(Role.INSTRUCTOR), null, "l", Set.of()));
        staff.post(path, body.formatted(kim, cohort, "x")).is(403);
        other.post(path, body.formatted(kim, cohort, "x")).is(404);

        own.post(path, body.formatted(kim, cohort, "I will slow down")).is(201);
        own.post(path, body.formatted(kim, cohort, "I will slow down")).is(200);
        own.post(path, body.formatted(kim, cohort, "Or not")).is(409, "ALREADY_ANSWERED");

        JsonNode seen = answer(students.getFirst());
        assertThat(seen.path("text").asString()).isEqualTo("I will slow down");
        assertThat(seen.path("from").asString()).isEqualTo("INSTRUCTOR");

        String hides =
                "{\"target\": {\"kind\": \"INSTRUCTOR\", \"id\": \"%s\", \"cohortId\": \"%s\"}, \"reason\": %s}";
        String hiding = "/api/reviews/answers/hiding";
        own.put(hiding, hides.formatted(kim, cohort, "\"x\"")).is(403);
        Calls elsewhere =
                SERVICE.as(new Caller("else", Set.of(Role.STAFF), null, null, Set.of("other")));
        elsewhere.put(hiding, hides.formatted(kim, cohort, "\"x\"")).is(404);
        staff.put(hiding, hides.formatted("none", cohort, "\"x\"")).is(404);
        staff.put(hiding, hides.formatted(kim, cohort, "\"" + "x".repeat(201) + "\"")).is(422);
        staff.put(hiding, hides.formatted(kim, cohort, "\"names a student\"")).is(200);
        assertThat(answer(students.getFirst()).isNull()).isTrue();
        assertThat(answer(own).path("hiddenFor").asString()).isEqualTo("names a student");
        assertThat(answer(own).path("text").asString()).isEqualTo("I will slow down");
        own.post(path, body.formatted(kim, cohort, "Or not")).is(409, "ALREADY_ANSWERED");
        staff.put(hiding, hides.formatted(kim, cohort, "null")).is(200);
        assertThat(answer(students.getFirst()).path("text").asString())
                .isEqualTo("I will slow down");
        assertThat(answer(own).path("hiddenFor").isNull()).isTrue();
    }

    private static JsonNode answer(Calls by) {
        return by.get("/api/reviews/summaries?kind=INSTRUCTOR")
                .is(200)
                .json()
                .at("/items/0/answer");
    }
}
