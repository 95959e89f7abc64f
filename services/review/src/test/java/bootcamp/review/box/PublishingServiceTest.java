package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService.Calls;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is told of reviews, to whom, and when: in steps, and never of fewer than five. */
class PublishingServiceTest extends ReviewCalls {

    @Test
    void figuresComeWithTheFifthReviewAndWordsWithTheTenth() {
        List<String> tickets = new ArrayList<>();
        for (int each = 0; each < 10; each++) {
            String ticket = ticket(student("s" + each));
            tickets.add(ticket);
            nobody.post(
                            "/api/reviews",
                            review(ticket, 6 + each % 5, ", \"recommend\": 9, \"pros\": \"깊다\""))
                    .is(201);
            if (each < 4) {
                assertThat(summary().path("hidden").asString()).isEqualTo("FEWER_THAN_5");
                assertThat(summary().path("n").isNull()).isTrue();
            }
            if (each == 5) {
                assertThat(summary().path("n").asInt()).isEqualTo(5);
                assertThat(summary().path("mean").asDouble()).isCloseTo(8, within(1e-9));
            }
        }
        assertThat(summary().path("n").asInt()).isEqualTo(10);
        assertThat(summary().path("nps").asDouble()).isEqualTo(100);
        assertThat(summary().path("responseRate").asDouble()).isEqualTo(1);

        String first = tickets.getFirst();
        assertThat(nobody.post("/api/reviews", review(first, 1, "")).is(200).text("state"))
                .isEqualTo("WAITING");
        assertThat(summary().path("mean").asDouble()).isCloseTo(8, within(1e-9));
        nobody.post("/api/reviews/withdrawal", "{" + first + "}").is(204);
        nobody.post("/api/reviews/receipt", "{" + first + "}").is(404, "REVIEW_NOT_FOUND");
        assertThat(summary().path("n").asInt()).isEqualTo(10);
    }

    @Test
    void othersAreToldOfStepsOnlyAndOnlyWhatEverybodyMaySee() {
        List<String> tickets = new ArrayList<>();
        for (int each = 0; each < 7; each++) {
            tickets.add(ticket(student("told" + each)));
        }
        for (int each = 0; each < 4; each++) {
            nobody.post("/api/reviews", review(tickets.get(each), 10, "")).is(201);
        }
        assertThat(toldAfterPublishing()).hasSize(1);
        assertThat(told().getFirst().path("hidden").asString()).isEqualTo("FEWER_THAN_5");
        assertThat(told().getFirst().path("n").isNull()).isTrue();
        assertThat(toldAfterPublishing()).as("nothing is said twice").hasSize(1);

        nobody.post("/api/reviews", review(tickets.get(4), 10, "")).is(201);
        assertThat(told()).as("no review makes a record by itself").hasSize(1);
        JsonNode alike = toldAfterPublishing().getLast();
        assertThat(alike.path("n").asInt()).isEqualTo(5);
        assertThat(alike.path("hidden").asString()).isEqualTo("ALL_AGREE");
        assertThat(alike.path("mean").isNull() && alike.path("distribution").isNull()).isTrue();
        assertThat(alike.path("range").toString()).isEqualTo("{\"from\":8,\"until\":10}");

        nobody.post("/api/reviews", review(tickets.get(5), 1, "")).is(201);
        nobody.post("/api/reviews", review(tickets.get(6), 1, "")).is(201);
        assertThat(toldAfterPublishing()).as("two more are no step").hasSize(2);
        for (int each = 0; each < 3; each++) {
            nobody.post("/api/reviews", review(tickets.get(each), 4, "")).is(200);
        }
        JsonNode told = toldAfterPublishing().getLast();
        JsonNode shown = summary();
        for (String figure :
                List.of("n", "mean", "interval", "nps", "aspects", "range", "hidden")) {
            assertThat(told.path(figure)).as(figure).isEqualTo(shown.path(figure));
        }
        assertThat(told.path("mean").asDouble()).isCloseTo(34.0 / 7, within(1e-9));
        assertThat(told.path("distribution").size()).isEqualTo(10);
        assertThat(told().toString()).doesNotContain("told0", "told1", "review-");
    }

    @Test
    void aProgrammeIsSeenByAnybodyWhileAnAdminLetsIt() {
        String open = "/api/reviews/programmes/ai-lab/public";
        String decides = "/api/reviews/programmes/ai-lab";
        Calls admin = SERVICE.as(new Caller("a", Set.of(Role.ADMIN), null, null, Set.of()));
        for (int each = 0; each < 5; each++) {
            String ticket = ticket(student("public" + each));
            nobody.post("/api/reviews", review(ticket, 5 + each, ", \"pros\": \"deep\"")).is(201);
        }
        nobody.get(open).is(404);
        staff.put(decides, "{\"shown\": true}").is(403);
        admin.put("/api/reviews/programmes/none", "{\"shown\": true}").is(404);
        admin.put(decides, "{\"shown\": 1}").is(400);

        admin.put(decides, "{\"shown\": true}").is(200);

        JsonNode seen = nobody.get(open).is(200).json();
        assertThat(seen.path("n").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(seen.path("mean").isNumber()).isTrue();
        assertThat(seen.toString()).doesNotContain(cohort, "public0");
        JsonNode listed = staff.get("/api/reviews/programmes").is(200).json().at("/items/0");
        assertThat(listed.path("programme").asString()).isEqualTo("ai-lab");
        assertThat(listed.path("shown").asBoolean()).isTrue();
        admin.put(decides, "{\"shown\": false}").is(200);
        nobody.get(open).is(404);
    }

    @Test
    void aWeekIsAskedAboutOnceItIsOverOfWhoeverWasThere() {
        // Whichever day is today, that week is over and asked about; the one after today's is not.
        LocalDate then = LocalDate.now().minusDays(7);
        Calls absent = student("absent");
        List<Calls> there = new ArrayList<>();
        String[] ids = new String[6];
        for (int each = 0; each < ids.length; each++) {
            there.add(student("week" + each));
            ids[each] = "week" + each + cohort;
        }
        SCHOOL.attended(cohort, LocalDate.now().plusDays(7), ids);
        SCHOOL.attended(cohort, then, ids);
        JsonNode due = due(there.getFirst(), "PULSE");
        assertThat(due.path("title")).isEqualTo(due.at("/target/id"));
        assertThat(due.at("/target/id").asString()).matches("[0-9]{4}-W[0-9]{2}");
        assertThat(Instant.parse(due.path("until").asString()))
                .isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(15)));

        String asks = "{\"target\": {\"kind\": \"PULSE\", \"id\": \"%s\"%s}, \"blinded\": \"AA\"}";
        String tickets = "/api/reviews/tickets";
        for (String bad : List.of("2024-31", "2024-W54", "2021-W53", "W31", "2024-W31-1", "x")) {
            there.getFirst().post(tickets, asks.formatted(bad, "")).is(422, "INVALID_INPUT");
        }
        String week = due.at("/target/id").asString();
        String next =
                LocalDate.now()
                        .plusDays(7)
                        .format(DateTimeFormatter.ISO_WEEK_DATE)
                        .substring(0, week.length());
        there.getFirst().post(tickets, asks.formatted(next, "")).is(404, "NOT_DUE");
        there.getFirst().post(tickets, asks.formatted("2019-W01", "")).is(404, "NOT_DUE");
        there.getFirst()
                .post(tickets, asks.formatted(week, ", \"cohortId\": \"other\""))
                .is(404, "NOT_DUE");
        absent.post(tickets, asks.formatted(week, "")).is(404, "NOT_DUE");

        String first = ticketFor(there.getFirst(), due);
        for (String bad :
                List.of(
                        ", \"recommend\": 5",
                        ", \"aspects\": {}",
                        ", \"pros\": \"deep\"",
                        ", \"cons\": \"fast\"",
                        ", \"conduct\": \"shouts\"")) {
            nobody.post("/api/reviews", review(first, 3, bad)).is(422, "INVALID_INPUT");
        }
        nobody.post("/api/reviews", review(first, 0, "")).is(422, "INVALID_INPUT");
        nobody.post("/api/reviews", review(first, 6, "")).is(422, "INVALID_INPUT");
        nobody.post("/api/reviews", "{" + first + "}").is(422, "INVALID_INPUT");
        nobody.post("/api/reviews", review(first.replace("PULSE", "SESSION"), 3, ""))
                .is(403, "TICKET_NOT_VALID");
        nobody.post("/api/reviews/receipt", "{" + first + "}").is(404, "REVIEW_NOT_FOUND");

        nobody.post("/api/reviews", review(first, 1, "")).is(201);
        for (int each = 1; each < 5; each++) {
            assertThat(pulses(staff).path("n").isNull()).isTrue();
            assertThat(pulses(staff).path("hidden").asString()).isEqualTo("FEWER_THAN_5");
            String ticket = ticketFor(there.get(each), due(there.get(each), "PULSE"));
            nobody.post("/api/reviews", review(ticket, 1 + each, "")).is(201);
        }

        JsonNode shown = pulses(staff);
        assertThat(shown.path("n").asInt()).isEqualTo(5);
        assertThat(shown.path("mean").asDouble()).isCloseTo(3, within(1e-9));
        assertThat(shown.path("distribution").toString())
                .isEqualTo("{\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1}");
        assertThat(shown.at("/interval/low").asDouble()).isBetween(1.0, 3.0);
        assertThat(shown.at("/interval/high").asDouble()).isBetween(3.0, 5.0);
        assertThat(shown.path("responseRate").asDouble()).isCloseTo(5.0 / 6, within(1e-9));
        for (String none : List.of("adjusted", "nps", "npsInterval", "aspects", "hidden")) {
            assertThat(shown.path(none).isNull()).as(none).isTrue();
        }
        assertThat(pulses(absent)).as("the cohort's own students see it").isEqualTo(shown);
        staff.get("/api/reviews/texts?kind=PULSE&id=" + week + "&cohortId=" + cohort).is(200);
        SERVICE.as(new Caller("kim", Set.of(Role.INSTRUCTOR), null, "i-1", Set.of()))
                .get("/api/reviews/summaries?kind=PULSE")
                .is(400);
        assertThat(toldAfterPublishing())
                .as("no other service hears of a week")
                .extracting(each -> each.path("kind").asString())
                .doesNotContain("PULSE");
    }

    private JsonNode pulses(Calls by) {
        JsonNode items =
                by.get(
                                "/api/reviews/summaries?kind=PULSE"
                                        + (by == staff ? "&cohortId=" + cohort : ""))
                        .is(200)
                        .json()
                        .path("items");
        assertThat(items.size()).isEqualTo(1);
        return items.path(0);
    }
}
