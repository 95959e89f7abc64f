package bootcamp.launcher.demo;

import bootcamp.launcher.client.RunningPlatform;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The teams of the present cohort, and who took part in what they did: staff said so of each
 * activity but the last, of which teams propose it themselves.
 */
final class TeamWork {

    private static final int SIZE = 5;

    /** Fewer make no team of their own. */
    private static final int SIZE_MIN = 3;

    private final RunningPlatform platform;
    private final String cohortId;

    TeamWork(RunningPlatform platform, String cohortId) {
        this.platform = platform;
        this.cohortId = cohortId;
    }

    /**
     * A student as the roster has them.
     *
     * @param studentId of the API
     */
    record Student(String externalId, String studentId, String name) {}

    /**
     * Forms teams, unless there are some.
     *
     * @param students who are here, in the order in which teams are filled
     * @param key the beginning of the keys, the same each time
     * @return whether they are new
     */
    boolean form(List<Student> students, String key) {
        if (!platform.list(teams()).isEmpty()) {
            return false;
        }
        List<List<Student>> all = inTeams(students);
        for (int i = 0; i < all.size(); i++) {
            List<Map<String, String>> members =
                    all.get(i).stream()
                            .map(each -> Map.of("studentId", each.studentId(), "name", each.name()))
                            .toList();
            platform.post(
                    teams(), key + "/" + i, Map.of("name", (i + 1) + "팀", "members", members));
        }
        return true;
    }

    /** Of five each; who would be left over goes into the first ones. */
    static List<List<Student>> inTeams(List<Student> students) {
        int count = Math.max(1, students.size() / SIZE);
        if (students.size() - count * SIZE >= SIZE_MIN) {
            count++;
        }
        List<List<Student>> teams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            teams.add(new ArrayList<>());
        }
        for (int i = 0; i < students.size(); i++) {
            int team = i / SIZE;
            teams.get(team < count ? team : i % count).add(students.get(i));
        }
        return List.copyOf(teams);
    }

    /**
     * Says who took part in each activity of before today but the last, unless something is said of
     * it.
     *
     * @param here student ids by day: who was here on it
     * @return whether something is new
     */
    boolean tell(LocalDate today, Map<LocalDate, Set<String>> here) {
        List<JsonNode> over = over(today);
        boolean isNew = false;
        for (JsonNode session : over.subList(0, Math.max(0, over.size() - 1))) {
            Set<String> participants = here.getOrDefault(day(session), Set.of());
            if (!participants.isEmpty()
                    && platform.get(participants(session)).path("version").asLong() == 0) {
                platform.put(participants(session), Map.of("participantIds", participants));
                isNew = true;
            }
        }
        return isNew;
    }

    /**
     * Has the first two teams propose who took part in the last activity; staff confirm the second
     * one's, and the first one's waits for another member.
     *
     * @param students with an account, by external id
     * @param ids student id by external id
     * @param waiting external id of who is to be able to confirm
     */
    void propose(
            Map<String, RunningPlatform> students,
            Map<String, String> ids,
            String waiting,
            LocalDate today) {
        List<JsonNode> over = over(today);
        if (over.isEmpty()) {
            return;
        }
        String path = participants(over.getLast());
        Map<String, RunningPlatform> byId = new HashMap<>();
        students.forEach((externalId, student) -> byId.put(ids.get(externalId), student));
        byId.remove(ids.get(waiting));
        List<JsonNode> teams = platform.list(teams()).stream().limit(2).toList();
        for (int i = 0; i < teams.size(); i++) {
            JsonNode team = teams.get(i);
            List<String> members =
                    team.path("members")
                            .valueStream()
                            .map(member -> member.path("studentId").asString())
                            .toList();
            Optional<RunningPlatform> proposing =
                    members.stream().filter(byId::containsKey).map(byId::get).findFirst();
            if (proposing.isPresent()) {
                int edition = proposed(proposing.get(), path, team, members);
                if (i > 0) {
                    platform.put(
                            path + "/confirmation",
                            Map.of("teamId", team.path("teamId").asString(), "edition", edition));
                }
            }
        }
    }

    /** All but the last one took part; gives the edition of what is proposed. */
    private static int proposed(
            RunningPlatform student, String path, JsonNode team, Collection<String> members) {
        List<String> some =
                members.stream().limit(Math.max(1, members.size() - 1)).sorted().toList();
        return student.put(path + "/proposal", Map.of("participantIds", some))
                .path("teams")
                .valueStream()
                .filter(each -> each.path("teamId").equals(team.path("teamId")))
                .mapToInt(each -> each.at("/proposal/edition").asInt())
                .findFirst()
                .orElseThrow();
    }

    /** Activities of before today, by day. */
    private List<JsonNode> over(LocalDate today) {
        return platform.list("/api/cohorts/" + cohortId + "/sessions").stream()
                .filter(each -> each.path("kind").asString().equals("TEAM_ACTIVITY"))
                .filter(each -> each.path("status").asString().equals("PLANNED"))
                .filter(each -> day(each).isBefore(today))
                .sorted(Comparator.comparing(TeamWork::day))
                .toList();
    }

    private static LocalDate day(JsonNode session) {
        return OffsetDateTime.parse(session.path("startsAt").asString()).toLocalDate();
    }

    private static String participants(JsonNode session) {
        return "/api/sessions/" + session.path("sessionId").asString() + "/participants";
    }

    private String teams() {
        return "/api/cohorts/" + cohortId + "/teams";
    }
}
