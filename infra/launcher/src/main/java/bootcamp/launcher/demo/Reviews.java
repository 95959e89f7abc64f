package bootcamp.launcher.demo;

import bootcamp.launcher.client.BlindTicket;
import bootcamp.launcher.client.RunningPlatform;
import bootcamp.launcher.demo.Opinions.Opinion;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What students of the present cohort say of it, sent as a browser would: each takes a ticket
 * signed in and spends it by nobody. Then staff decide on most of the words, and answer.
 */
final class Reviews {

    private static final int LOOKS_MAX = 300;

    private final RunningPlatform platform;
    private final String cohortId;
    private final Opinions opinions = Opinions.written();

    Reviews(RunningPlatform platform, String cohortId) {
        this.platform = platform;
        this.cohortId = cohortId;
    }

    /**
     * Has students write what is not written yet, in the order of their external ids.
     *
     * @param teachers their names by their ids
     */
    void write(Map<String, RunningPlatform> students, Map<String, String> teachers) {
        List<RunningPlatform> writers = List.copyOf(new TreeMap<>(students).values());
        Map<JsonNode, Map<RunningPlatform, JsonNode>> due = due(writers, teachers);
        due.forEach((target, writing) -> write(writing, of(target, teachers)));
        writeOfLast("SESSION", opinions.ofSessions(), due);
        writeOfLast("PULSE", opinions.ofWeeks(), due);
        moderate();
        answer(due.keySet());
    }

    /**
     * What is due to whom, by target and in the order of the writers, once all who are spoken of
     * are among it; but a lecture that may be over by now, or may not. The service hears of sheets
     * and sessions a little later than they are answered; where it does not, there is nothing to
     * write about.
     */
    private Map<JsonNode, Map<RunningPlatform, JsonNode>> due(
            List<RunningPlatform> writers, Map<String, String> teachers) {
        Map<JsonNode, Map<RunningPlatform, JsonNode>> due = new LinkedHashMap<>();
        for (int look = 0; look < LOOKS_MAX; look++) {
            due.clear();
            for (RunningPlatform writer : writers) {
                writer.get("/api/reviews/due")
                        .path("items")
                        .valueStream()
                        .filter(each -> each.at("/target/cohortId").asString().equals(cohortId))
                        .filter(each -> !each.path("title").asString().equals(LightningTalk.TITLE))
                        .forEach(
                                each ->
                                        due.computeIfAbsent(
                                                        each.path("target"),
                                                        _ -> new LinkedHashMap<>())
                                                .put(writer, each));
            }
            Set<String> spokenOf = new HashSet<>();
            due.keySet().stream()
                    .filter(target -> isOf(target, "INSTRUCTOR"))
                    .map(target -> teachers.getOrDefault(target.path("id").asString(), ""))
                    .forEach(spokenOf::add);
            if (spokenOf.containsAll(opinions.teachers())) {
                return due;
            }
            Demo.pause();
        }
        return due;
    }

    private List<Opinion> of(JsonNode target, Map<String, String> teachers) {
        if (isOf(target, "PROGRAMME")) {
            return opinions.ofProgramme();
        }
        return isOf(target, "INSTRUCTOR")
                ? opinions.ofTeacher(teachers.getOrDefault(target.path("id").asString(), ""))
                : List.of();
    }

    /** Of those that are due longest from now, of which enough may write. */
    private void writeOfLast(
            String kind,
            List<List<Opinion>> written,
            Map<JsonNode, Map<RunningPlatform, JsonNode>> due) {
        int most = written.stream().mapToInt(List::size).max().orElse(0);
        List<Map<RunningPlatform, JsonNode>> last =
                due.entrySet().stream()
                        .filter(each -> isOf(each.getKey(), kind))
                        .map(Map.Entry::getValue)
                        .filter(writing -> writing.size() >= most)
                        .sorted(Comparator.comparing(Reviews::until).reversed())
                        .toList();
        for (int each = 0; each < Math.min(last.size(), written.size()); each++) {
            write(last.get(each), written.get(each));
        }
    }

    private static OffsetDateTime until(Map<RunningPlatform, JsonNode> writing) {
        return OffsetDateTime.parse(writing.values().iterator().next().path("until").asString());
    }

    /** The first opinion is the first writer's, and so on. */
    private void write(Map<RunningPlatform, JsonNode> writing, List<Opinion> written) {
        List<RunningPlatform> writers = new ArrayList<>(writing.keySet());
        for (int each = 0; each < Math.min(writers.size(), written.size()); each++) {
            JsonNode due = Objects.requireNonNull(writing.get(writers.get(each)));
            if (!due.path("taken").asBoolean()) {
                write(writers.get(each), due, written.get(each));
            }
        }
    }

    private void write(RunningPlatform student, JsonNode due, Opinion opinion) {
        BlindTicket ticket = new BlindTicket(due.path("publicKey"));
        String signature =
                student.post(
                                "/api/reviews/tickets",
                                Map.of("target", due.path("target"), "blinded", ticket.blinded()))
                        .path("signature")
                        .asString();
        // Target and ticket come first: they are looked at before anything else is read.
        Map<String, Object> review = new LinkedHashMap<>();
        review.put("target", due.path("target"));
        review.put("ticket", ticket.finished(signature));
        ((ObjectNode) opinion.review())
                .properties()
                .forEach(e -> review.put(e.getKey(), e.getValue()));
        platform.asNobody().post("/api/reviews", review);
    }

    private void moderate() {
        for (JsonNode each :
                platform.get("/api/reviews/moderation?cohortId=" + cohortId).path("items")) {
            String path = "/api/reviews/" + each.path("reviewId").asString() + "/moderation";
            opinions.decisionOn(each).ifPresent(decision -> platform.post(path, decision));
        }
    }

    private void answer(Set<JsonNode> targets) {
        targets.stream()
                .filter(target -> isOf(target, "PROGRAMME"))
                .forEach(
                        target ->
                                platform.post(
                                        "/api/reviews/answers",
                                        Map.of(
                                                "target",
                                                target,
                                                "text",
                                                opinions.answerToProgramme())));
        platform.get("/api/conduct-reports")
                .path("items")
                .valueStream()
                .filter(each -> each.at("/target/cohortId").asString().equals(cohortId))
                .filter(each -> each.path("state").asString().equals("WAITING"))
                .map(each -> "/api/conduct-reports/" + each.path("reportId").asString() + "/answer")
                .forEach(path -> platform.post(path, Map.of("text", opinions.answerToReport())));
    }

    private static boolean isOf(JsonNode target, String kind) {
        return target.path("kind").asString().equals(kind);
    }
}
