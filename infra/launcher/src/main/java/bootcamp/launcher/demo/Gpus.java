package bootcamp.launcher.demo;

import bootcamp.launcher.client.RunningPlatform;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * A pool of GPUs of the present cohort, which teams of its running competition have reserved: one
 * is on it, one has not said so yet, and there is something of tomorrow and the day after.
 */
final class Gpus {

    private static final String POOLS = "/api/gpu-pools";
    private static final String RESERVATIONS = "/api/gpu-reservations";
    private static final String NAME = "GPU 서버 · Basement";
    private static final int BLOCK_HOURS = 4;
    private static final int MINUTES_OF_HOUR = 60;

    /** A block that ends sooner might be over when it is asked for. */
    private static final int MINUTES_LEFT_MIN = 5;

    private final RunningPlatform platform;
    private final String cohortId;

    Gpus(RunningPlatform platform, String cohortId) {
        this.platform = platform;
        this.cohortId = cohortId;
    }

    /**
     * Opens the pool, and reserves in it unless somebody has.
     *
     * @param students by their external ids
     * @param now on the clock of the cohort
     * @param key of a write by its name, the same each time
     */
    void open(Map<String, RunningPlatform> students, LocalDateTime now, UnaryOperator<String> key) {
        String poolId = pool(key);
        String week = RESERVATIONS + "?poolId=" + poolId;
        if (!platform.get(week).path("reservations").isEmpty()) {
            return;
        }
        List<Member> members = members(students);
        LocalDateTime block = block(now);
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            String name = "gpu/" + i + "/";
            JsonNode held = reserve(poolId, member, block, key.apply(name + "now"));
            if (i == 0) {
                member.student()
                        .put(RESERVATIONS + "/" + held.path("reservationId").asString() + "/claim");
            }
            for (int days = 1; days <= 2; days++) {
                reserve(poolId, member, block.plusDays(days), key.apply(name + days));
            }
        }
    }

    /** A student of a team. */
    private record Member(RunningPlatform student, String teamId) {}

    /** One of each team that takes part in what runs. */
    private List<Member> members(Map<String, RunningPlatform> students) {
        List<Member> members = new ArrayList<>();
        platform.list("/api/competitions").stream()
                .filter(each -> each.path("status").asString().equals("PUBLISHED"))
                .filter(each -> each.path("cohortIds").toString().contains('"' + cohortId + '"'))
                .map(each -> each.path("competitionId").asString())
                .forEach(
                        id ->
                                new TreeMap<>(students)
                                        .values()
                                        .forEach(student -> join(members, student, id)));
        return members;
    }

    private static void join(List<Member> members, RunningPlatform student, String competitionId) {
        for (JsonNode team : student.list("/api/competitions/" + competitionId + "/teams")) {
            String teamId = team.path("teamId").asString();
            if (members.stream().noneMatch(each -> each.teamId().equals(teamId))) {
                members.add(new Member(student, teamId));
            }
        }
    }

    private String pool(UnaryOperator<String> key) {
        return platform.list(POOLS).stream()
                .filter(each -> each.path("name").asString().equals(NAME))
                .findFirst()
                .orElseGet(
                        () ->
                                platform.post(
                                        POOLS,
                                        key.apply("gpu/pool"),
                                        Map.of(
                                                "cohortIds",
                                                List.of(cohortId),
                                                "name",
                                                NAME,
                                                "gpus",
                                                List.of("RTX 3090 × 1", "RTX 3090 × 2"),
                                                "blockMinutes",
                                                BLOCK_HOURS * MINUTES_OF_HOUR,
                                                "quotaHours",
                                                24)))
                .path("poolId")
                .asString();
    }

    private static LocalDateTime block(LocalDateTime now) {
        LocalDateTime at = now.plusMinutes(MINUTES_LEFT_MIN);
        return at.toLocalDate().atTime(at.getHour() / BLOCK_HOURS * BLOCK_HOURS, 0);
    }

    private static JsonNode reserve(String poolId, Member member, LocalDateTime from, String key) {
        return member.student()
                .post(
                        RESERVATIONS,
                        key,
                        Map.of(
                                "poolId",
                                poolId,
                                "teamId",
                                member.teamId(),
                                "from",
                                from.toString(),
                                "until",
                                from.plusHours(BLOCK_HOURS).toString()));
    }
}
