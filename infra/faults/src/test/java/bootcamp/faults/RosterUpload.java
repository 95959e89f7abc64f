package bootcamp.faults;

import bootcamp.faults.Api.Request;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An import of the workload: some rows, each of a person of its own, some of whom have left. */
final class RosterUpload {

    /**
     * @param withdrawnOn null: has not left
     */
    record Row(String externalId, LocalDate enrolledOn, @Nullable LocalDate withdrawnOn) {}

    final Ground.Course cohort;
    final List<Row> rows;
    final Call call;

    /** The enrollments of those who were erased since, by their external ids. */
    final Map<String, String> erased = new ConcurrentHashMap<>();

    private RosterUpload(Ground.Course cohort, List<Row> rows, Call call) {
        this.cohort = cohort;
        this.rows = rows;
        this.call = call;
    }

    static RosterUpload of(
            int number, Ground.Course cohort, String prefix, int count, String key, Random random) {
        List<Row> rows = new ArrayList<>();
        StringBuilder csv =
                new StringBuilder("externalId,name,email,phone,enrolledOn,withdrawnOn,reason\n");
        for (int i = 0; i < count; i++) {
            String externalId = prefix + "-" + i;
            LocalDate entry = cohort.start().plusDays(random.nextInt(10));
            LocalDate left = random.nextInt(3) == 0 ? entry.plusDays(random.nextInt(120)) : null;
            rows.add(new Row(externalId, entry, left));
            csv.append(
                    "%s,%s,%s,%s,%s,%s,%s%n"
                            .formatted(
                                    externalId,
                                    Canary.nameOf(externalId),
                                    Canary.emailOf(externalId),
                                    Canary.phoneOf(externalId),
                                    entry,
                                    left == null ? "" : left,
                                    left == null ? "" : "TIME"));
        }
        String path = "/api/cohorts/" + cohort.id() + "/imports?kind=roster";
        Call call = new Call(number, Request.csv(path, csv.toString(), key), List.of());
        return new RosterUpload(cohort, rows, call);
    }

    /** Null until the upload was answered. */
    @Nullable String importId() {
        Api.Answer answer = call.answer();
        return answer != null && answer.isOk() ? answer.body().path("importId").asString("") : null;
    }
}
