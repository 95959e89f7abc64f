package bootcamp.faults;

import bootcamp.gateway.retention.Retention;
import bootcamp.gateway.retention.Stay;
import bootcamp.gateway.retention.Stay.Standing;
import bootcamp.gateway.retention.Stay.Turn;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cohort's dashboard computed a second time, straight from the aggregates as the API gives them:
 * neither events nor the gateway's fold have a part in it, only the pure formulas.
 */
final class Recomputed {

    private Recomputed() {}

    /** The sections that follow from the aggregates, for the day that a dashboard shows. */
    static ObjectNode sections(JsonNode cohort, List<JsonNode> enrollments, LocalDate asOf) {
        List<Stay> stays = new ArrayList<>();
        int waiting = 0;
        for (JsonNode enrollment : enrollments) {
            Stay stay = stay(enrollment);
            if (stay != null) {
                stays.add(stay);
            }
            waiting += enrollment.path("status").asString("").equals("WAITING") ? 1 : 0;
        }
        Retention retention =
                Retention.of(stays, day(cohort, "startDate"), day(cohort, "endDate"), asOf);
        ObjectNode sections = Api.JSON.createObjectNode();
        for (String same : List.of("cohortId", "programme", "name", "status", "capacity")) {
            sections.set(same, cohort.path(same));
        }
        sections.put("waiting", waiting);
        sections.put("incomplete", false);
        // Through text, so that numbers are of the same kind on both sides.
        sections.set("counts", Api.JSON.readTree(Api.JSON.writeValueAsString(retention.counts())));
        sections.set(
                "retention", Api.JSON.readTree(Api.JSON.writeValueAsString(retention.retention())));
        return sections;
    }

    /** Null for who was never enrolled. */
    private static @Nullable Stay stay(JsonNode enrollment) {
        List<Turn> turns = new ArrayList<>();
        boolean everEnrolled = false;
        for (JsonNode status : enrollment.path("statuses")) {
            String name = status.path("status").asString("");
            everEnrolled |= name.equals("ENROLLED");
            Standing standing =
                    switch (name) {
                        case "ENROLLED" -> Standing.ACTIVE;
                        case "ON_LEAVE" -> Standing.ON_LEAVE;
                        case "COMPLETED" -> Standing.COMPLETED;
                        case "NOT_COMPLETED" -> Standing.NOT_COMPLETED;
                        default -> null;
                    };
            if (standing != null) {
                turns.add(
                        new Turn(
                                status.path("on").isString() ? day(status, "on") : LocalDate.MIN,
                                standing));
            }
        }
        if (!everEnrolled) {
            return null;
        }
        JsonNode withdrawal = enrollment.path("withdrawal");
        return new Stay(
                enrollment.path("enrolledOn").isString() ? day(enrollment, "enrolledOn") : null,
                withdrawal.isObject() ? day(withdrawal, "on") : null,
                withdrawal.isObject() ? withdrawal.path("reason").asString("") : null,
                turns);
    }

    private static LocalDate day(JsonNode node, String field) {
        return LocalDate.parse(node.path(field).asString(""));
    }
}
