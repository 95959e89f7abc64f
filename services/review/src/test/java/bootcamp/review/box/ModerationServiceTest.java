package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Words before all may read them, and what their writers are told of it. */
class ModerationServiceTest extends ReviewCalls {

    private static final String PUBLISHES = "{\"decision\": \"PUBLISH\"}";

    /** Of whom words may be shown, if they are ten. */
    private List<String> tickets(int count) {
        List<String> tickets = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            tickets.add(ticket(student("r" + each)));
        }
        return tickets;
    }

    private void say(String ticket, int rating, String pros) {
        nobody.post("/api/reviews", review(ticket, rating, ", \"pros\": \"" + pros + "\"")).is(201);
    }

    private JsonNode queue() {
        return staff.get("/api/reviews/moderation?cohortId=" + cohort).is(200).json().path("items");
    }

    private JsonNode queued(String pros) {
        return queue().valueStream()
                .filter(each -> each.path("pros").asString().equals(pros))
                .findFirst()
                .orElseThrow();
    }

    private static String pathOf(JsonNode queued) {
        return "/api/reviews/" + queued.path("reviewId").asString();
    }

    /** Words that anybody may read. */
    private List<String> shown() {
        return staff.get("/api/reviews/texts?kind=PROGRAMME&id=ai-lab&cohortId=" + cohort)
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .map(each -> each.path("pros").asString())
                .toList();
    }

    private String stateOf(String ticket) {
        return nobody.post("/api/reviews/receipt", "{" + ticket + "}").is(200).text("state");
    }

    @Test
    void staffDecideOnTheWordsThatTheyReadAndOnNoOthers() {
        tickets(10).forEach(each -> say(each, 8, "깊다"));
        assertThat(queue().size()).isEqualTo(10);
        JsonNode first = queue().path(0);
        assertThat(shown()).isEmpty();
        String decision = pathOf(first) + "/moderation";
        staff.post(decision, "{\"decision\": \"HIDE\"}").is(422, "INVALID_INPUT");

        String version = first.path("version").asString();
        String redaction = pathOf(first) + "/redaction";
        String takes = "{\"version\": \"%s\", \"texts\": [\"%s\"]}";
        staff.post(redaction, takes.formatted(version, "other")).is(422, "INVALID_INPUT");
        nobody.post(redaction, takes.formatted(version, "깊")).is(403);
        assertThat(staff.post(redaction, takes.formatted(version, "깊")).is(200).text("pros"))
                .isEqualTo("■■■다");
        staff.post(redaction, takes.formatted(version, "다")).is(409, "WORDS_CHANGED");
        String decides = "{\"decision\": \"PUBLISH\", \"version\": \"%s\"}";
        staff.post(decision, decides.formatted(version)).is(409, "WORDS_CHANGED");
        staff.post(decision, "{\"decision\": \"HIDE\", \"why\": \"INSULT\"}").is(200);
        staff.post(decision, PUBLISHES).is(200);

        String of = "{\"decision\": \"PUBLISH\", \"target\": %s}";
        String target = first.path("target").toString();
        staff.post(decision, of.formatted(target)).is(200);
        staff.post(decision, of.formatted(target.replace("ai-lab", "other")))
                .is(404, "REVIEW_NOT_FOUND");
        String noCohort = "{\"kind\": \"PROGRAMME\", \"id\": \"ai-lab\"}";
        staff.post(decision, of.formatted(noCohort)).is(422, "INVALID_INPUT");
        assertThat(shown()).containsExactly("■■■다");
        // One text is no topic, and one target nothing to compare with: TopicDeskTest has them.
        assertThat(summary().path("topics").isArray()).isTrue();
        assertThat(summary().path("topics").size()).isZero();
    }

    @Test
    void whatMayHarmIsPointedOutInBothLanguagesAndDecidesNothing() {
        List<String> tickets = tickets(10);
        List<String> said =
                List.of(
                        "김민수 강사님이 좋았다",
                        "Ask Minsu Kim",
                        "010-1234-5678 로 물어보면 된다",
                        "Call +82 10 1234 5678",
                        "a.b@example.co.kr 로 알려 준다",
                        "Write to a.b@example.com",
                        "정말 한심하다",
                        "What an idiot!",
                        "깊이 다룬다",
                        "It goes deep");
        for (int each = 0; each < said.size(); each++) {
            say(tickets.get(each), 5, said.get(each));
        }

        assertThat(said)
                .map(each -> hints(queued(each)))
                .containsExactly(
                        "[NAME 김민수]",
                        "[NAME Minsu Kim]",
                        "[PHONE 010-1234-5678]",
                        "[PHONE +82 10 1234 5678]",
                        "[EMAIL a.b@example.co.kr]",
                        "[EMAIL a.b@example.com]",
                        "[INSULT 한심]",
                        "[INSULT idiot]",
                        "[]",
                        "[]");
        assertThat(shown()).as("nothing is shown, harmless or not").isEmpty();
        assertThat(tickets).map(this::stateOf).as("nor hidden").containsOnly("COUNTED");

        // Staff have the last word, both ways.
        staff.post(pathOf(queued("정말 한심하다")) + "/moderation", PUBLISHES).is(200);
        staff.post(
                        pathOf(queued("It goes deep")) + "/moderation",
                        "{\"decision\": \"HIDE\", \"why\": \"OFF_TOPIC\"}")
                .is(200);
        assertThat(shown()).containsExactly("정말 한심하다");
        assertThat(stateOf(tickets.get(6))).isEqualTo("PUBLISHED");
        assertThat(stateOf(tickets.getLast())).isEqualTo("HIDDEN");
        assertThat(tickets.subList(0, 6)).map(this::stateOf).containsOnly("COUNTED");
    }

    private static String hints(JsonNode queued) {
        return queued.path("hints")
                .valueStream()
                .map(
                        each ->
                                each.path("sort").asString()
                                        + " "
                                        + queued.path(each.path("field").asString())
                                                .asString()
                                                .substring(
                                                        each.path("from").asInt(),
                                                        each.path("until").asInt()))
                .toList()
                .toString();
    }

    /** It is text from the first to the last: whoever shows it shows these letters. */
    @Test
    void markupIsKeptAsItWasWrittenAndIsNothingButText() {
        String markup = "<img src=x onerror=alert(1)> & <b>5 < 6</b> &lt;";
        tickets(10).forEach(each -> say(each, 8, markup));

        JsonNode queued = queued(markup);
        staff.post(pathOf(queued) + "/moderation", PUBLISHES).is(200);

        assertThat(shown()).containsExactly(markup);
    }

    @Test
    void aReceiptSaysPublishedWhileWordsAreShownAndNotWhenTheyAreHiddenAgain() {
        List<String> tickets = tickets(15);
        tickets.subList(0, 10).forEach(each -> say(each, 7, "deep"));
        for (JsonNode each : queue()) {
            staff.post(pathOf(each) + "/moderation", PUBLISHES).is(200);
        }
        String last = tickets.get(9);
        assertThat(stateOf(last)).isEqualTo("PUBLISHED");
        assertThat(shown()).hasSize(10);

        for (String each : tickets.subList(0, 5)) {
            nobody.post("/api/reviews/withdrawal", "{" + each + "}").is(204);
        }
        for (String each : tickets.subList(5, 10)) {
            nobody.post("/api/reviews", review(each, 8, ", \"pros\": \"deep\"")).is(200);
        }
        assertThat(stateOf(last)).as("five are counted").isEqualTo("COUNTED");
        assertThat(shown()).isEmpty();

        for (String each : tickets.subList(10, 15)) {
            nobody.post("/api/reviews", review(each, 8, "")).is(201);
        }
        assertThat(stateOf(last)).as("ten are counted again").isEqualTo("PUBLISHED");
        assertThat(shown()).hasSize(5);
    }
}
