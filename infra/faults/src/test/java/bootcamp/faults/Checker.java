package bootcamp.faults;

import static bootcamp.faults.Invariant.I1;
import static bootcamp.faults.Invariant.I11;
import static bootcamp.faults.Invariant.I12;
import static bootcamp.faults.Invariant.I13;
import static bootcamp.faults.Invariant.I2;
import static bootcamp.faults.Invariant.I3;
import static bootcamp.faults.Invariant.I5;
import static bootcamp.faults.Invariant.I7;

import bootcamp.faults.Call.Fact;
import bootcamp.faults.Call.Outcome;
import bootcamp.faults.Invariant.Violation;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.Partitions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares what was commanded with what is there: a pure function of the workload's history and of
 * what was observed when everything was quiet. Each check is named by its invariant.
 */
final class Checker {

    /** What time brings and no command: a list for each cohort, written anew day by day. */
    private static final String OF_THE_CLOCK = "RiskList/";

    private static final int PARTITIONS = 12;
    private static final List<String> PERSONAL = List.of("name", "email", "phone", "externalId");

    private final List<Student> students;
    private final List<RosterUpload> uploads;
    private final Observed observed;
    private final List<Violation> violations = new ArrayList<>();

    Checker(List<Student> students, List<RosterUpload> uploads, Observed observed) {
        this.students = students;
        this.uploads = uploads;
        this.observed = observed;
    }

    /** Against aggregates and dashboards. */
    List<Violation> check() {
        students.forEach(this::history);
        uploads.forEach(this::upload);
        strangers();
        observed.cohorts().keySet().forEach(this::dashboard);
        observed.cohorts().forEach(this::capacity);
        return violations;
    }

    // ---- aggregates

    private void history(Student student) {
        JsonNode enrollment =
                student.erasing() == null
                        ? byExternalId().get(student.externalId)
                        : erased(student.externalId, student.enrollmentId());
        boolean accepted = student.calls.stream().anyMatch(call -> call.outcome() == Outcome.OK);
        if (enrollment == null) {
            if (accepted) {
                violations.add(I1.violated("%s was enrolled and is nowhere", student.externalId));
            }
            return;
        }
        if (student.erasing() != null && student.erasing().outcome() == Outcome.FAIL) {
            violations.add(I12.violated("%s was refused: %s", student.erasing(), enrollment));
        }
        compare(student.externalId, student.calls, enrollment.path("history"));
    }

    /** Known by nothing but the id of the enrollment any more. */
    private @Nullable JsonNode erased(String externalId, @Nullable String enrollmentId) {
        JsonNode enrollment = observed.enrollments().get(String.valueOf(enrollmentId));
        if (enrollment != null
                && (!enrollment.path("erased").asBoolean(false)
                        || PERSONAL.stream().anyMatch(enrollment::hasNonNull))) {
            violations.add(I12.violated("%s was erased and is %s", externalId, enrollment));
        }
        return enrollment;
    }

    /**
     * The facts of accepted calls, in order; those of an unknown outcome may be there. Followed is
     * every way in which the history can be read so far, since two calls may leave the same fact.
     */
    private void compare(String who, List<Call> calls, JsonNode history) {
        Set<Integer> ends = Set.of(0);
        for (Call call : calls) {
            if (call.outcome() == Outcome.FAIL) {
                continue;
            }
            Set<Integer> next =
                    ends.stream()
                            .filter(at -> matches(call.facts, history, at))
                            .map(at -> at + call.facts.size())
                            .collect(Collectors.toCollection(HashSet::new));
            if (call.outcome() != Outcome.OK) {
                next.addAll(ends);
            } else if (next.isEmpty()) {
                violations.add(
                        I1.violated(
                                "%s of %s is not in its history after %s: %s",
                                call, who, ends, history));
                return;
            }
            ends = next;
        }
        if (!ends.contains(history.size())) {
            violations.add(
                    I2.violated(
                            "%s has a history that nobody commanded, read up to %s: %s",
                            who, ends, history));
        }
    }

    private static boolean matches(List<Fact> facts, JsonNode history, int from) {
        for (int i = 0; i < facts.size(); i++) {
            if (!matches(facts.get(i), history.path(from + i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Fact fact, JsonNode happened) {
        return fact.what().contains(happened.path("what").asString(""))
                && (fact.on() == null || fact.on().equals(happened.path("on").asString("")))
                && (fact.detail() == null
                        || fact.detail().equals(happened.path("detail").asString("")));
    }

    private Map<String, JsonNode> byExternalId() {
        return observed.enrollments().values().stream()
                .collect(
                        Collectors.toMap(
                                each -> each.path("externalId").asString(""),
                                each -> each,
                                (one, other) -> one));
    }

    private void upload(RosterUpload upload) {
        String id = upload.importId();
        if (id == null) {
            return;
        }
        JsonNode ended = observed.imports().get(id);
        int done =
                ended == null
                        ? -1
                        : ended.path("applied").asInt() + ended.path("unchanged").asInt();
        if (ended == null
                || !ended.path("state").asString("").equals("DONE")
                || done != upload.rows.size()) {
            violations.add(
                    I1.violated(
                            "import %s did not come to its end: %s", id, String.valueOf(ended)));
            return;
        }
        Map<String, JsonNode> known = byExternalId();
        for (RosterUpload.Row row : upload.rows) {
            String erasedId = upload.erased.get(row.externalId());
            JsonNode enrollment =
                    erasedId == null
                            ? known.get(row.externalId())
                            : erased(row.externalId(), erasedId);
            if (enrollment == null) {
                violations.add(I1.violated("row %s of import %s is nowhere", row, id));
                continue;
            }
            List<Fact> facts = new ArrayList<>();
            facts.add(Fact.of("EnrollmentBegan"));
            facts.add(Fact.on("StudentEnrolled", row.enrolledOn()));
            if (row.withdrawnOn() != null) {
                facts.add(Fact.on("StudentWithdrew", row.withdrawnOn()));
            }
            JsonNode history = enrollment.path("history");
            if (!matches(facts, history, 0) || history.size() != facts.size()) {
                violations.add(I1.violated("row %s of import %s became %s", row, id, history));
            }
        }
    }

    private void strangers() {
        Set<String> expected = new HashSet<>();
        for (Student student : students) {
            expected.add(
                    student.erasing() == null
                            ? student.externalId
                            : String.valueOf(student.enrollmentId()));
        }
        for (RosterUpload upload : uploads) {
            upload.rows.forEach(
                    row ->
                            expected.add(
                                    upload.erased.getOrDefault(
                                            row.externalId(), row.externalId())));
        }
        Set<String> seen = new HashSet<>();
        observed.enrollments()
                .forEach(
                        (id, enrollment) -> {
                            String who =
                                    enrollment.path("erased").asBoolean(false)
                                            ? id
                                            : enrollment.path("externalId").asString("");
                            if (!expected.contains(who) || !seen.add(who)) {
                                violations.add(I2.violated("nobody enrolled %s", enrollment));
                            }
                        });
    }

    private void capacity(String cohortId, JsonNode cohort) {
        int capacity = cohort.path("capacity").asInt();
        long seated = Observed.seated(observed.of(cohortId));
        if (seated > capacity) {
            violations.add(
                    I13.violated("%d sit in %s, which has %d seats", seated, cohortId, capacity));
        }
        if (cohort.path("seats").path("taken").asInt() < seated) {
            violations.add(
                    I13.violated(
                            "%d sit in %s, whose ledger says %s",
                            seated, cohortId, cohort.path("seats")));
        }
    }

    // ---- dashboards

    private void dashboard(String cohortId) {
        JsonNode shown = observed.dashboards().get(cohortId);
        if (shown == null || !shown.path("asOf").isString()) {
            violations.add(I7.violated("%s has no dashboard: %s", cohortId, String.valueOf(shown)));
            return;
        }
        long revision = observed.revision(cohortId, shown);
        if (shown.path("revision").asLong() < revision) {
            violations.add(
                    I7.violated(
                            "%s shows revision %s and should be at %d",
                            cohortId, shown.path("revision"), revision));
        }
        JsonNode cohort = observed.cohorts().get(cohortId);
        if (cohort == null) {
            return;
        }
        LocalDate asOf = LocalDate.parse(shown.path("asOf").asString(""));
        ObjectNode expected = Recomputed.sections(cohort, observed.of(cohortId), asOf);
        expected.propertyStream()
                .filter(field -> !field.getValue().equals(shown.path(field.getKey())))
                .forEach(
                        field ->
                                violations.add(
                                        I5.violated(
                                                "%s shows %s %s, but its aggregates make %s",
                                                cohortId,
                                                field.getKey(),
                                                shown.path(field.getKey()),
                                                field.getValue())));
    }

    // ---- the topic

    /**
     * Against the topic.
     *
     * @param oneWriter whether no two processes of the service ran at the same time; else a relay
     *     that was overtaken may have sent an older version late, followed by the newest
     */
    List<Violation> check(Topic topic, boolean oneWriter) {
        Set<String> known = new HashSet<>();
        observed.cohorts().forEach((id, cohort) -> known.add(said("Cohort", id, cohort, topic)));
        observed.enrollments()
                .forEach(
                        (id, enrollment) -> {
                            known.add(said("Enrollment", id, enrollment, topic));
                            changes(id, enrollment, topic);
                        });
        observed.dashboards().forEach((id, shown) -> revision(id, shown, topic));
        topic.byKey()
                .forEach(
                        (key, said) -> {
                            order(key, said, oneWriter);
                            if (!known.contains(key)
                                    && !key.startsWith(OF_THE_CLOCK)
                                    && isOfOurs(said.getLast().event())) {
                                violations.add(I2.violated("the topic tells of %s alone", key));
                            }
                        });
        for (String canary : Canary.WORDS) {
            if (topic.mentions(canary)) {
                violations.add(I11.violated("%s is in the topic", canary));
            }
        }
        return violations;
    }

    /**
     * A claim that lapsed before anybody was enrolled by it leaves an enrollment that no list
     * shows, and that the revision counts.
     */
    private void revision(String cohortId, JsonNode shown, Topic topic) {
        if (!shown.path("asOf").isString()) {
            return;
        }
        long unseen =
                topic.byKey().entrySet().stream()
                        .filter(each -> isUnseen(each.getKey()))
                        .map(each -> each.getValue().getLast().event())
                        .filter(event -> event.state().path("removed").asBoolean(false))
                        .filter(
                                event ->
                                        event.state()
                                                .path("cohortId")
                                                .asString("")
                                                .equals(cohortId))
                        .mapToLong(Event::version)
                        .sum();
        long most = observed.revision(cohortId, shown) + unseen + ofTheClock(cohortId, topic);
        if (shown.path("revision").asLong() > most) {
            violations.add(
                    I7.violated(
                            "%s shows revision %s, which is more than the %d that were written",
                            cohortId, shown.path("revision"), most));
        }
    }

    /** Versions of the list of who is likeliest to leave. */
    private static long ofTheClock(String cohortId, Topic topic) {
        List<Topic.Said> said = topic.byKey().get(OF_THE_CLOCK + cohortId);
        return said == null ? 0 : said.getLast().event().version();
    }

    private boolean isUnseen(String key) {
        String kind = "Enrollment/";
        return key.startsWith(kind)
                && !observed.enrollments().containsKey(key.substring(kind.length()));
    }

    /** Whether it belongs to one of the cohorts that were observed, and is there at all. */
    private boolean isOfOurs(Event event) {
        return observed.cohorts().containsKey(event.state().path("cohortId").asString(""))
                && !event.state().path("removed").asBoolean(false);
    }

    /** The newest record of an aggregate says what the aggregate is. */
    private String said(String aggregate, String id, JsonNode state, Topic topic) {
        String key = aggregate + "/" + id;
        List<Topic.Said> said = topic.byKey().get(key);
        if (said == null) {
            violations.add(I1.violated("%s is not in the topic", key));
            return key;
        }
        Topic.Said last = said.getLast();
        String cohortId = state.path("cohortId").asString("");
        if (last.event().version() != state.path("version").asLong()) {
            violations.add(
                    I1.violated(
                            "%s is at version %s, and last in the topic is %d",
                            key, state.path("version"), last.event().version()));
        }
        if (last.partition() != Partitions.of(cohortId, PARTITIONS)) {
            violations.add(I3.violated("%s is in partition %d", key, last.partition()));
        }
        return key;
    }

    /** Everything in the history of an enrollment was said by at least one record. */
    private void changes(String id, JsonNode enrollment, Topic topic) {
        Map<String, Integer> told = new HashMap<>();
        for (Topic.Said said : topic.byKey().getOrDefault("Enrollment/" + id, List.of())) {
            for (JsonNode change : said.event().changes()) {
                told.merge(
                        change.path("type").asString("")
                                + " "
                                + change.path("stamp").path("at").asString(""),
                        1,
                        Integer::sum);
            }
        }
        for (JsonNode happened : enrollment.path("history")) {
            String one =
                    happened.path("what").asString("") + " " + happened.path("at").asString("");
            if (!told.containsKey(one)) {
                violations.add(
                        I1.violated("%s of %s is in no record's changes: %s", one, id, told));
            }
        }
    }

    private void order(String key, List<Topic.Said> said, boolean oneWriter) {
        long highest = 0;
        Set<Long> seen = new HashSet<>();
        for (Topic.Said each : said) {
            long version = each.event().version();
            if (each.partition() != said.getFirst().partition()) {
                violations.add(I3.violated("%s is in two partitions", key));
            }
            if (oneWriter && seen.add(version) && version < highest) {
                violations.add(
                        I3.violated("%s: version %d came first after %d", key, version, highest));
            }
            highest = Math.max(highest, version);
        }
        if (said.getLast().event().version() != highest) {
            violations.add(
                    I3.violated(
                            "%s: the last record is version %d, but there was %d",
                            key, said.getLast().event().version(), highest));
        }
    }
}
