package bootcamp.platform.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import bootcamp.platform.event.Undecodable.Code;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns events into Kafka records and back: CloudEvents 1.0, binary mode. The one place that knows
 * the headers.
 *
 * <p>Strict in what it writes (an event that breaks a rule is a bug and throws), tolerant in what
 * it reads: unknown headers, unknown fields and a missing {@code ce_dataschema} are fine; a
 * missing, contradicting or foreign identity is not. The value is {@code {"changes": […], "state":
 * {…}}}.
 */
public final class EventCodec {

    /** Key, headers and value of one record together; a broker takes twice as much. */
    public static final int RECORD_BYTES_MAX = 512 * 1024;

    private static final String SPEC_VERSION = "ce_specversion";
    private static final String ID = "ce_id";
    private static final String SOURCE = "ce_source";
    private static final String TYPE = "ce_type";
    private static final String SUBJECT = "ce_subject";
    private static final String TIME = "ce_time";
    private static final String SEQUENCE = "ce_sequence";
    private static final String DATA_SCHEMA = "ce_dataschema";
    private static final String CONTENT_TYPE = "content-type";
    private static final String TRACE_PARENT = "traceparent";

    private static final String JSON_CONTENT = "application/json";
    private static final String CHANGES = "changes";
    private static final String STATE = "state";

    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern AGGREGATE_NAME = Pattern.compile("[A-Z][A-Za-z0-9]*");
    private static final Pattern AGGREGATE_ID = Pattern.compile("[^/\\p{Cntrl}]{1,200}");
    private static final Pattern EVENT_TYPE =
            Pattern.compile(
                    "bootcamp\\.([a-z][a-z0-9-]*)\\.([A-Z][A-Za-z0-9]*)\\.v([1-9][0-9]{0,3})");
    private static final Pattern TRACE =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    /** Newest version understood by aggregate; null: every aggregate, as it comes. */
    private final @Nullable Map<String, Integer> newest;

    private final Map<String, TreeMap<Integer, Upcaster>> upcasters;

    private EventCodec(@Nullable Map<String, Integer> newest, List<Upcaster> upcasters) {
        this.newest = newest == null ? null : Map.copyOf(newest);
        this.upcasters = new TreeMap<>();
        for (Upcaster each : upcasters) {
            this.upcasters
                    .computeIfAbsent(each.aggregate(), _ -> new TreeMap<>())
                    .put(each.from(), each);
        }
    }

    /** Writes any event; reads every aggregate in the version in which it comes. */
    public static EventCodec ofAll() {
        return new EventCodec(null, List.of());
    }

    /**
     * Reads the named aggregates up to the named version of their state; all else is {@link
     * Code#UNKNOWN_TYPE} or {@link Code#UNKNOWN_VERSION}. A reader names what it ignores, too.
     *
     * @throws IllegalArgumentException where a version below the newest has no upcaster, or there
     *     is an upcaster that nothing needs
     */
    public static EventCodec reading(Map<String, Integer> newest, Upcaster... upcasters) {
        EventCodec codec = new EventCodec(newest, List.of(upcasters));
        codec.demandUnbrokenChains(newest);
        return codec;
    }

    private void demandUnbrokenChains(Map<String, Integer> newestVersions) {
        newestVersions.forEach(
                (aggregate, version) -> {
                    for (int from = 1; from < version; from++) {
                        if (!steps(aggregate).containsKey(from)) {
                            throw new IllegalArgumentException(
                                    "no upcaster for %s.v%d".formatted(aggregate, from));
                        }
                    }
                });
        upcasters.forEach(
                (aggregate, steps) -> {
                    if (steps.lastKey() >= newestVersions.getOrDefault(aggregate, 0)) {
                        throw new IllegalArgumentException(
                                "an upcaster of %s leads past its newest version"
                                        .formatted(aggregate));
                    }
                });
    }

    private TreeMap<Integer, Upcaster> steps(String aggregate) {
        return upcasters.getOrDefault(aggregate, new TreeMap<>());
    }

    // --- writing ---

    /**
     * @throws IllegalArgumentException where the event breaks a rule of the contract
     * @throws RecordTooLarge above {@link #RECORD_BYTES_MAX}
     */
    public ProducerRecord<String, byte[]> encode(String topic, int partition, Event event) {
        demandWellFormed(topic, event);
        byte[] value = value(event);
        Headers headers = headers(event);
        int bytes = bytes(event.key().getBytes(UTF_8), headers, value);
        if (bytes > RECORD_BYTES_MAX) {
            throw new RecordTooLarge(event.key(), bytes);
        }
        return new ProducerRecord<>(topic, partition, event.key(), value, headers);
    }

    private static void demandWellFormed(String topic, Event event) {
        demand(Topics.events(event.service()).equals(topic), "the topic is another service's");
        demand(SERVICE_NAME.matcher(event.service()).matches(), "name of the service");
        demand(AGGREGATE_NAME.matcher(event.aggregate()).matches(), "name of the aggregate");
        demand(AGGREGATE_ID.matcher(event.id()).matches(), "id of the aggregate");
        demand(event.version() >= 1, "versions begin at 1");
        demand(event.schemaVersion() >= 1, "versions of a schema begin at 1");
        demand(event.state().isObject(), "the state is not an object");
        demand(event.changes().stream().allMatch(EventCodec::isChange), "a change has no type");
        String trace = event.traceparent();
        demand(trace == null || TRACE.matcher(trace).matches(), "traceparent");
    }

    private static boolean isChange(JsonNode change) {
        return change.isObject() && change.path("type").isString();
    }

    private static void demand(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("not an event to publish: " + what);
        }
    }

    private static byte[] value(Event event) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode changes = body.putArray(CHANGES);
        event.changes().forEach(changes::add);
        body.set(STATE, event.state());
        return JSON.writeValueAsBytes(body);
    }

    private static Headers headers(Event event) {
        String schema = "%s.v%d".formatted(event.aggregate(), event.schemaVersion());
        Headers headers = new RecordHeaders();
        add(headers, SPEC_VERSION, "1.0");
        add(headers, ID, event.key() + '/' + event.version());
        add(headers, SOURCE, "/bootcamp/" + event.service());
        add(headers, TYPE, "bootcamp.%s.%s".formatted(event.service(), schema));
        add(headers, SUBJECT, event.id());
        add(headers, TIME, event.time().toString());
        add(headers, SEQUENCE, Long.toString(event.version()));
        add(headers, DATA_SCHEMA, "bootcamp:%s/%s.schema.json".formatted(event.service(), schema));
        add(headers, CONTENT_TYPE, JSON_CONTENT);
        String trace = event.traceparent();
        if (trace != null) {
            add(headers, TRACE_PARENT, trace);
        }
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static int bytes(byte @Nullable [] key, Headers headers, byte[] value) {
        int bytes = value.length + (key == null ? 0 : key.length);
        for (Header header : headers) {
            byte @Nullable [] content = header.value();
            bytes += header.key().length() + (content == null ? 0 : content.length);
        }
        return bytes;
    }

    // --- reading ---

    /**
     * @throws Undecodable where the record is no event that this reader understands
     */
    public Event decode(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        if (value == null) {
            throw new Undecodable(Code.NO_VALUE, "nothing is ever deleted, yet the value is null");
        }
        demandSize(record, value);
        Identity identity = identity(record);
        demandKnown(identity);
        JsonNode body = body(value);
        ObjectNode state = upcast(identity, stateOf(body));
        return new Event(
                identity.aggregate(),
                identity.id(),
                identity.version(),
                newestOf(identity),
                identity.service(),
                identity.time(),
                changesOf(body),
                state,
                identity.traceparent());
    }

    /**
     * The state as the reader's own record; fields that it does not name are ignored.
     *
     * @throws Undecodable where a field that it does name has another shape
     */
    public <T> T stateAs(Event event, Class<T> type) {
        try {
            return JSON.treeToValue(event.state(), type);
        } catch (JacksonException e) {
            throw new Undecodable(
                    Code.STATE_DOES_NOT_FIT, "%s at %s".formatted(type.getSimpleName(), pathOf(e)));
        }
    }

    /** The version a record's headers claim, whatever else is wrong with it; empty if none. */
    public static OptionalLong versionOf(Headers headers) {
        Header header = headers.lastHeader(SEQUENCE);
        if (header == null || header.value() == null) {
            return OptionalLong.empty();
        }
        return version(new String(header.value(), UTF_8));
    }

    /** The trace a record belongs to; null where it has none or none that is well formed. */
    public static @Nullable String traceparentOf(Headers headers) {
        Header header = headers.lastHeader(TRACE_PARENT);
        if (header == null || header.value() == null) {
            return null;
        }
        String value = new String(header.value(), UTF_8);
        return TRACE.matcher(value).matches() ? value : null;
    }

    private record Identity(
            String service,
            String aggregate,
            String id,
            long version,
            int schemaVersion,
            Instant time,
            @Nullable String traceparent) {}

    private static void demandSize(ConsumerRecord<byte[], byte[]> record, byte[] value) {
        int bytes = bytes(record.key(), record.headers(), value);
        if (bytes > RECORD_BYTES_MAX) {
            throw new Undecodable(Code.TOO_LARGE, bytes + " bytes");
        }
    }

    private static Identity identity(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        String service =
                Topics.serviceOf(record.topic())
                        .orElseThrow(
                                () -> new Undecodable(Code.NOT_A_TOPIC_OF_EVENTS, record.topic()));
        String key = key(record.key());
        demandHeader(text(headers, SPEC_VERSION).equals("1.0"), SPEC_VERSION);
        if (!text(headers, SOURCE).equals("/bootcamp/" + service)) {
            throw new Undecodable(Code.FOREIGN_SOURCE, "in the topic of " + service);
        }
        Matcher type = EVENT_TYPE.matcher(text(headers, TYPE));
        demandHeader(type.matches(), TYPE);
        String aggregate = type.group(2);
        String id = text(headers, SUBJECT);
        demandHeader(AGGREGATE_ID.matcher(id).matches(), SUBJECT);
        long version = sequence(headers);
        demandAgreement(type.group(1).equals(service), TYPE, SOURCE);
        demandAgreement(key.equals(Event.keyOf(aggregate, id)), "key", SUBJECT);
        demandAgreement(text(headers, ID).equals(key + '/' + version), ID, SEQUENCE);
        demandJson(headers);
        return new Identity(
                service,
                aggregate,
                id,
                version,
                Integer.parseInt(type.group(3)),
                time(headers),
                traceparentOf(headers));
    }

    private static String key(byte @Nullable [] key) {
        if (key == null) {
            throw new Undecodable(Code.NO_KEY, "the key is null");
        }
        return strictText(key, "key");
    }

    private static String text(Headers headers, String name) {
        Iterator<Header> found = headers.headers(name).iterator();
        demandHeader(found.hasNext(), name);
        byte @Nullable [] value = found.next().value();
        if (value == null || found.hasNext()) {
            throw new Undecodable(Code.BAD_HEADER, name);
        }
        return strictText(value, name);
    }

    private static String strictText(byte[] bytes, String name) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Undecodable(Code.BAD_HEADER, name + " is not UTF-8");
        }
    }

    private static long sequence(Headers headers) {
        return version(text(headers, SEQUENCE))
                .orElseThrow(() -> new Undecodable(Code.BAD_HEADER, SEQUENCE));
    }

    private static OptionalLong version(String text) {
        try {
            long version = Long.parseLong(text);
            return version < 1 ? OptionalLong.empty() : OptionalLong.of(version);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static Instant time(Headers headers) {
        try {
            return Instant.parse(text(headers, TIME));
        } catch (DateTimeException e) {
            throw new Undecodable(Code.BAD_HEADER, TIME);
        }
    }

    private static void demandJson(Headers headers) {
        String type = text(headers, CONTENT_TYPE);
        demandHeader(
                type.equals(JSON_CONTENT) || type.startsWith(JSON_CONTENT + ";"), CONTENT_TYPE);
    }

    private static void demandHeader(boolean holds, String name) {
        if (!holds) {
            throw new Undecodable(Code.BAD_HEADER, name);
        }
    }

    private static void demandAgreement(boolean holds, String one, String other) {
        if (!holds) {
            throw new Undecodable(Code.CONTRADICTION, one + " against " + other);
        }
    }

    private void demandKnown(Identity identity) {
        if (newest == null) {
            return;
        }
        Integer known = newest.get(identity.aggregate());
        if (known == null) {
            throw new Undecodable(Code.UNKNOWN_TYPE, identity.aggregate());
        }
        if (identity.schemaVersion() > known) {
            throw new Undecodable(
                    Code.UNKNOWN_VERSION,
                    "%s.v%d, known up to v%d"
                            .formatted(identity.aggregate(), identity.schemaVersion(), known));
        }
    }

    private int newestOf(Identity identity) {
        return newest == null
                ? identity.schemaVersion()
                : newest.getOrDefault(identity.aggregate(), identity.schemaVersion());
    }

    private static JsonNode body(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (JacksonException e) {
            throw new Undecodable(Code.NOT_JSON, placeOf(e));
        }
    }

    private static ObjectNode stateOf(JsonNode body) {
        if (body.path(STATE) instanceof ObjectNode state) {
            return state;
        }
        throw new Undecodable(Code.NOT_AN_EVENT, "no object named " + STATE);
    }

    private static List<JsonNode> changesOf(JsonNode body) {
        if (!(body.path(CHANGES) instanceof ArrayNode array)) {
            throw new Undecodable(Code.NOT_AN_EVENT, "no array named " + CHANGES);
        }
        List<JsonNode> changes = new ArrayList<>(array.size());
        for (JsonNode change : array) {
            if (!isChange(change)) {
                throw new Undecodable(Code.NOT_AN_EVENT, "a change without a type");
            }
            changes.add(change);
        }
        return changes;
    }

    private ObjectNode upcast(Identity identity, ObjectNode state) {
        ObjectNode current = state;
        for (Upcaster step :
                steps(identity.aggregate()).tailMap(identity.schemaVersion()).values()) {
            current = upcast(step, current);
        }
        return current;
    }

    private static ObjectNode upcast(Upcaster step, ObjectNode state) {
        try {
            return step.step().apply(state);
        } catch (RuntimeException e) {
            throw new Undecodable(
                    Code.UPCAST_FAILED,
                    "%s.v%d: %s".formatted(step.aggregate(), step.from(), e.getClass().getName()));
        }
    }

    /** Where the parser stopped. Its own message would quote what it read. */
    private static String placeOf(JacksonException e) {
        return e.getLocation() == null
                ? e.getClass().getSimpleName()
                : "line %d, column %d"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static String pathOf(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            path.append('/').append(step.getPropertyName() == null ? "#" : step.getPropertyName());
        }
        return path.isEmpty() ? "/" : path.toString();
    }
}
