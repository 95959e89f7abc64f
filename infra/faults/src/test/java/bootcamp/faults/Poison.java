package bootcamp.faults;

import static bootcamp.faults.Invariant.I8;
import static java.nio.charset.StandardCharsets.UTF_8;

import bootcamp.faults.Api.Request;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Partitions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * F14: records that cannot be read, as first, middle and last of what arrives together; each the
 * newest version of a student who is known. Every case has a cohort of its own, which only the
 * topic knows. A record without a key is not among them: a compacted topic takes none.
 */
final class Poison {

    private static final Duration SHOWN_MAX = Duration.ofSeconds(30);
    private static final int PARTITIONS = 12;
    private static final int PLACES = 3;
    private static final int BIG_BYTES = 700_000;

    private interface Spoiling {
        ProducerRecord<byte[], byte[]> spoil(ProducerRecord<byte[], byte[]> good);
    }

    /** What can be wrong with a record, and what it must be parked as. */
    private enum Kind {
        NO_JSON("NOT_JSON", good -> value(good, "{\"changes\": [")),
        NO_UTF_8("NOT_JSON", good -> value(good, new byte[] {'{', '"', (byte) 0xff, '"', '}'})),
        EMPTY("NOT_AN_EVENT", good -> value(good, "")),
        TOMBSTONE("NO_VALUE", good -> value(good, (byte @Nullable []) null)),
        NO_EVENT("NOT_AN_EVENT", good -> value(good, "[1, 2, 3]")),
        TOO_LARGE("TOO_LARGE", good -> value(good, "x".repeat(BIG_BYTES))),
        UNKNOWN_TYPE(
                "UNKNOWN_TYPE",
                good -> header(good, "ce_type", "bootcamp.enrollment.Robot.v1", true)),
        UNKNOWN_VERSION(
                "UNKNOWN_VERSION",
                good -> header(good, "ce_type", "bootcamp.enrollment.Enrollment.v99", false)),
        FOREIGN_SOURCE(
                "FOREIGN_SOURCE", good -> header(good, "ce_source", "/bootcamp/review", false)),
        NO_SEQUENCE("BAD_HEADER", good -> header(good, "ce_sequence", "soon", false)),
        CONTRADICTION("CONTRADICTION", good -> header(good, "ce_sequence", "77", false)),
        WRONG_SCHEMA("STATE_DOES_NOT_FIT", good -> text(good, "\"ENROLLED\"", "7")),
        IMPOSSIBLE_STATE("STATE_DOES_NOT_FIT", good -> text(good, "\"ENROLLED\"", "\"VANISHED\"")),
        IMPOSSIBLE_DAY("STATE_DOES_NOT_FIT", good -> text(good, "2024-02-05", "2024-02-30"));

        private final String code;
        private final Spoiling spoiling;

        Kind(String code, Spoiling spoiling) {
            this.code = code;
            this.spoiling = spoiling;
        }

        private static ProducerRecord<byte[], byte[]> value(
                ProducerRecord<byte[], byte[]> good, String value) {
            return value(good, value.getBytes(UTF_8));
        }

        private static ProducerRecord<byte[], byte[]> value(
                ProducerRecord<byte[], byte[]> good, byte @Nullable [] value) {
            return new ProducerRecord<>(
                    good.topic(), good.partition(), good.key(), value, good.headers());
        }

        private static ProducerRecord<byte[], byte[]> text(
                ProducerRecord<byte[], byte[]> good, String from, String to) {
            return value(good, new String(good.value(), UTF_8).replace(from, to));
        }

        private static ProducerRecord<byte[], byte[]> header(
                ProducerRecord<byte[], byte[]> good, String name, String value, boolean andKey) {
            RecordHeaders headers = new RecordHeaders(good.headers());
            headers.remove(name);
            headers.add(name, value.getBytes(UTF_8));
            byte[] key =
                    andKey
                            ? new String(good.key(), UTF_8)
                                    .replace("Enrollment/", "Robot/")
                                    .getBytes(UTF_8)
                            : good.key();
            if (andKey) {
                String id = new String(headers.lastHeader("ce_id").value(), UTF_8);
                headers.remove("ce_id");
                headers.add("ce_id", id.replace("Enrollment/", "Robot/").getBytes(UTF_8));
            }
            return new ProducerRecord<>(good.topic(), good.partition(), key, good.value(), headers);
        }
    }

    /**
     * @param letter id of the dead letter that it must become
     */
    private record Case(String cohortId, Kind kind, String poisoned, String letter) {}

    private final Scene scene;
    private final EventCodec codec = EventCodec.ofAll();
    private final Producer<byte[], byte[]> producer;
    private final List<Case> cases = new ArrayList<>();

    private Poison(Scene scene, Producer<byte[], byte[]> producer) {
        this.scene = scene;
        this.producer = producer;
    }

    static Report run(Scene scene, int runs) {
        try (Producer<byte[], byte[]> producer =
                new KafkaClients(scene.site.bootstrapServers()).rawProducer("faults")) {
            Poison row = new Poison(scene, producer);
            for (int i = 0; i < runs; i++) {
                row.once();
            }
            return Rows.report(
                    "F14",
                    scene,
                    row.cases.size(),
                    true,
                    List.of("%d kinds in %d places".formatted(Kind.values().length, PLACES)));
        }
    }

    private void once() {
        int from = cases.size();
        for (Kind kind : Kind.values()) {
            for (int place = 0; place < PLACES; place++) {
                cases.add(poison(kind, place));
            }
        }
        List<Case> all = List.copyOf(cases.subList(from, cases.size()));
        all.forEach(this::judge);
        // A gateway that is new meets all of it again, and parks nothing twice.
        int before = letters();
        scene.gateway.kill();
        scene.gateway.restart();
        if (letters() != before) {
            scene.violated(I8.violated("a new gateway parked what was parked already"));
        }
        for (Case each : all) {
            retryInVain(each);
        }
        // A newer version of the same student closes one half, a decision the other.
        for (int i = 0; i < all.size(); i++) {
            Case each = all.get(i);
            boolean overtaken = i % 2 == 0 && claimsVersion(each.kind());
            if (overtaken) {
                send(List.of(student(each.cohortId(), each.poisoned(), 3)));
            } else {
                scene.api.sendUntilAnswered(Request.delete(path(each)));
            }
            is(each, overtaken ? "OVERTAKEN" : "DROPPED");
        }
        all.forEach(each -> shows(each, false, "after it was settled"));
    }

    /** A record whose headers or key tell another aggregate or version is overtaken by nothing. */
    private static boolean claimsVersion(Kind kind) {
        return kind != Kind.UNKNOWN_TYPE && kind != Kind.NO_SEQUENCE && kind != Kind.CONTRADICTION;
    }

    /** A cohort with one student who is known; then poison about that one between two new ones. */
    private Case poison(Kind kind, int place) {
        String cohortId = scene.id("poison");
        String known = cohortId + "-known";
        send(List.of(cohort(cohortId), student(cohortId, known, 1)));
        List<ProducerRecord<byte[], byte[]>> together = new ArrayList<>();
        together.add(student(cohortId, cohortId + "-one", 1));
        together.add(student(cohortId, cohortId + "-two", 1));
        together.add(place, kind.spoiling.spoil(student(cohortId, known, 2)));
        RecordMetadata at = send(together).get(place);
        String letter = "gateway.%s.%d.%d".formatted(at.topic(), at.partition(), at.offset());
        return new Case(cohortId, kind, known, letter);
    }

    /** Sends records together and waits for where each came to lie. */
    private List<RecordMetadata> send(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
        producer.flush();
        List<RecordMetadata> places = new ArrayList<>();
        for (Future<RecordMetadata> each : sent) {
            try {
                places.add(each.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("The broker did not take it", e.getCause());
            }
        }
        return places;
    }

    private ProducerRecord<byte[], byte[]> cohort(String id) {
        ObjectNode state =
                Api.JSON
                        .createObjectNode()
                        .put("cohortId", id)
                        .put("programme", "Poison")
                        .put("name", id)
                        .put("startDate", "2024-01-01")
                        .put("endDate", "2024-12-31")
                        .put("timeZone", "Asia/Seoul")
                        .put("capacity", 10)
                        .put("status", "OPEN");
        state.putArray("trainingWeekdays").add("MONDAY");
        state.putArray("holidays");
        return record(
                id, new Event("Cohort", id, 1, 1, "enrollment", at(), List.of(), state, null));
    }

    private ProducerRecord<byte[], byte[]> student(String cohortId, String id, long version) {
        ObjectNode state =
                Api.JSON
                        .createObjectNode()
                        .put("enrollmentId", id)
                        .put("studentId", id)
                        .put("cohortId", cohortId)
                        .put("status", "ENROLLED")
                        .put("enrolledOn", "2024-02-05");
        state.putArray("statuses").addObject().put("status", "ENROLLED").put("on", "2024-02-05");
        return record(
                cohortId,
                new Event(
                        "Enrollment", id, version, 1, "enrollment", at(), List.of(), state, null));
    }

    private static Instant at() {
        return Instant.parse("2024-03-01T00:00:00Z");
    }

    private ProducerRecord<byte[], byte[]> record(String cohortId, Event event) {
        var encoded = codec.encode(Topic.NAME, Partitions.of(cohortId, PARTITIONS), event);
        return new ProducerRecord<>(
                encoded.topic(),
                encoded.partition(),
                encoded.key().getBytes(UTF_8),
                encoded.value(),
                encoded.headers());
    }

    // ---- what became of it

    private static String path(Case each) {
        return "/api/dead-letters/" + each.letter();
    }

    private int letters() {
        return scene.api.list("/api/dead-letters").size();
    }

    private void judge(Case each) {
        Request get = Request.get(path(each));
        if (!Pause.until(SHOWN_MAX, () -> scene.api.sendUntilAnswered(get).isOk())) {
            scene.violated(I8.violated("%s was not parked", each));
            return;
        }
        String error = scene.api.get(path(each)).path("error").asString("");
        if (!error.equals(each.kind().code)) {
            scene.violated(I8.violated("%s was parked as %s", each, error));
        }
        shows(each, true, "with a letter open");
    }

    private void retryInVain(Case each) {
        JsonNode after =
                scene.api.sendUntilAnswered(Request.post(path(each) + "/retry", "", null)).body();
        if (!after.path("state").asString("").equals("OPEN") || after.path("attempt").asInt() < 2) {
            scene.violated(I8.violated("%s, tried again, became %s", each, after));
        }
        shows(each, true, "after it was tried again in vain");
    }

    private void is(Case each, String state) {
        boolean so =
                Pause.until(
                        SHOWN_MAX,
                        () -> scene.api.get(path(each)).path("state").asString("").equals(state));
        if (!so) {
            scene.violated(
                    I8.violated("%s is not %s but %s", each, state, scene.api.get(path(each))));
        }
    }

    /** All students of a case but for the poisoned version, which changes no figure. */
    private void shows(Case each, boolean incomplete, String when) {
        String path = "/api/dashboards/" + each.cohortId();
        boolean so =
                Pause.until(
                        SHOWN_MAX,
                        () -> {
                            JsonNode shown = scene.api.get(path);
                            return shown.path("counts").path("enrolled").asInt() == PLACES
                                    && shown.path("incomplete").asBoolean() == incomplete;
                        });
        if (!so) {
            JsonNode shown = scene.api.get(path);
            scene.violated(
                    I8.violated(
                            "%s, %s: shows %s, incomplete %s",
                            each, when, shown.path("counts"), shown.path("incomplete")));
        }
    }
}
