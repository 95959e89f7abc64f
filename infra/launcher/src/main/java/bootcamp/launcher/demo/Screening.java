package bootcamp.launcher.demo;

import bootcamp.launcher.client.RunningPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who applies for the next cohort by its page, and how far staff are with them: most are scored by
 * as many reviewers as are needed, who do not always agree, some by one, and some by nobody; about
 * half are decided, with letters. All of it is of the day on which it is told.
 */
final class Screening {

    /** Applications close so many days before the cohort starts. */
    private static final int CLOSES_DAYS_BEFORE = 14;

    private static final String REVIEWER = "reviewer-";

    private final RunningPlatform platform;
    private final Cohort cohort;
    private final String path;
    private final JsonNode written = written();

    /**
     * @param platform signed in as an admin
     */
    Screening(RunningPlatform platform, Cohort cohort) {
        this.platform = platform;
        this.cohort = cohort;
        this.path = "/api/cohorts/" + cohort.cohortId();
    }

    private static JsonNode written() {
        try (InputStream in = Screening.class.getResourceAsStream("screening.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(in, "screening.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Has people apply, reviewers score and staff decide, as far as it is not done yet.
     *
     * @param password of the reviewers, each of whom gets an account
     * @param key of a write by its name, the same each time
     */
    void hold(LocalDate today, String password, UnaryOperator<String> key) {
        JsonNode form = asked();
        if (platform.get(path + "/rubric").path("version").asLong() == 0) {
            platform.put(path + "/rubric", written.path("rubric"));
        }
        Map<String, JsonNode> sent = sent();
        for (JsonNode each : written.path("applications")) {
            String email = each.path("email").asString();
            if (!sent.containsKey(email)) {
                apply(each, form.path("version").asLong(), key);
            }
        }
        sent.putAll(sent());
        score(sent, password, key);
        for (String decision : List.of("SELECTED", "WAITING", "REJECTED")) {
            decide(decision, sent, today, key);
        }
    }

    /** The form, put where nobody has said yet what is asked. */
    private JsonNode asked() {
        JsonNode present = platform.get(path + "/application-form");
        if (present.path("version").asLong() > 0) {
            return present;
        }
        ObjectNode form = (ObjectNode) written.path("form").deepCopy();
        form.put("closesOn", cohort.start().minusDays(CLOSES_DAYS_BEFORE).toString());
        return platform.put(path + "/application-form", form);
    }

    /** By e-mail. */
    private Map<String, JsonNode> sent() {
        Map<String, JsonNode> sent = new HashMap<>();
        for (JsonNode each : platform.list(path + "/applications")) {
            sent.put(each.path("email").asString(), each);
        }
        return sent;
    }

    /** As anybody may, without an account. */
    private void apply(JsonNode each, long formVersion, UnaryOperator<String> key) {
        platform.asNobody()
                .post(
                        path + "/applications",
                        key.apply("application/" + each.path("email").asString()),
                        Map.of(
                                "name", each.path("name"),
                                "email", each.path("email"),
                                "language", each.path("language"),
                                "consent", true,
                                "formVersion", formVersion,
                                "answers", each.path("answers")));
    }

    // ---- scores

    private void score(Map<String, JsonNode> sent, String password, UnaryOperator<String> key) {
        Map<Integer, RunningPlatform> reviewers = new TreeMap<>();
        for (JsonNode each : written.path("applications")) {
            for (JsonNode score : each.path("scores")) {
                reviewers
                        .computeIfAbsent(
                                score.path("by").asInt(), by -> reviewer(by, password, key))
                        .put(
                                "%s/applications/%s/scores/me".formatted(path, idOf(each, sent)),
                                body(score));
            }
        }
    }

    private static Map<String, Object> body(JsonNode score) {
        Map<String, Object> body = new HashMap<>();
        body.put("points", score.path("points"));
        body.put("done", score.path("done").asBoolean(true));
        if (score.path("note").isString()) {
            body.put("note", score.path("note"));
        }
        return body;
    }

    private RunningPlatform reviewer(int number, String password, UnaryOperator<String> key) {
        String username = REVIEWER + number;
        platform.post(
                "/api/users",
                key.apply("account/" + username),
                Map.of("username", username, "role", "STAFF", "password", password));
        return platform.signedIn(username, password);
    }

    // ---- decisions

    /** The same decision once more tells nobody a second time. */
    private void decide(
            String decision,
            Map<String, JsonNode> sent,
            LocalDate today,
            UnaryOperator<String> key) {
        List<String> ids =
                written.path("applications")
                        .valueStream()
                        .filter(each -> each.path("decision").asString("").equals(decision))
                        .map(each -> idOf(each, sent))
                        .toList();
        platform.post(
                path + "/application-decisions",
                key.apply("decision/" + decision),
                Map.of(
                        "applicationIds",
                        ids,
                        "decision",
                        decision,
                        "on",
                        today,
                        "letter",
                        written.path("letters").path(decision)));
    }

    private static String idOf(JsonNode each, Map<String, JsonNode> sent) {
        return Objects.requireNonNull(sent.get(each.path("email").asString()))
                .path("applicationId")
                .asString();
    }
}
