package bootcamp.platform.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import bootcamp.platform.deadletter.DeadLetter.State;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Topics;
import bootcamp.platform.event.Undecodable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How dead letters stand in their topic: the record as it was received with the {@code dl-} headers
 * beside its own, and a small record without a value for each thing that is done about it. The one
 * place that knows these headers.
 */
final class DeadLetterTopic {

    /** What is said about a dead letter. */
    enum Turn {
        PARKED,
        RETRY,
        RETRIED,
        FAILED,
        DROPPED,
        OVERTAKEN
    }

    static final String ID = "dl-id";
    private static final String PREFIX = "dl-";
    private static final String TURN = "dl-turn";
    private static final String CODE = "dl-error";
    private static final String REASON = "dl-reason";
    private static final String AT = "dl-at";
    private static final String ATTEMPT = "dl-attempt";

    private static final Pattern PLACE =
            Pattern.compile("([a-z][a-z0-9-]*)\\.(.+)\\.(\\d{1,9})\\.(\\d{1,18})");

    private static final Pattern ATTEMPTS = Pattern.compile("[1-9][0-9]{0,8}");

    private static final long ACKNOWLEDGED_SECONDS_MAX = 15;
    private static final String NOT_TAKEN = "Kafka did not take a dead letter";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Producer<byte[], byte[]> producer;

    DeadLetterTopic(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    static String idOf(String reader, ConsumerRecord<byte[], byte[]> record) {
        return "%s.%s.%d.%d".formatted(reader, record.topic(), record.partition(), record.offset());
    }

    /** Parks a record and waits until Kafka has it. */
    void park(String reader, ConsumerRecord<byte[], byte[]> record, Throwable error, Instant now) {
        Headers headers = new RecordHeaders(record.headers());
        add(headers, ID, idOf(reader, record));
        add(headers, TURN, Turn.PARKED.name());
        add(headers, CODE, codeOf(error));
        add(headers, REASON, reasonOf(error));
        add(headers, AT, now.toString());
        String topic = topicOf(reader, record.topic());
        try {
            send(topic, record.key(), record.value(), headers);
        } catch (TooLargeToPark e) {
            // Better a letter without its value, which is still where it was, than a reader that
            // stands still.
            add(headers, REASON, reasonOf(error) + " (too large to keep)");
            send(topic, record.key(), null, headers);
        }
    }

    void say(DeadLetter letter, Turn turn, Instant now) {
        Headers headers = new RecordHeaders();
        add(headers, ID, letter.id());
        add(headers, TURN, turn.name());
        add(headers, ATTEMPT, Integer.toString(letter.attempt()));
        add(headers, AT, now.toString());
        send(topicOf(letter.reader(), letter.topic()), letter.key(), null, headers);
    }

    private static String topicOf(String reader, String topic) {
        String service =
                Topics.serviceOf(topic)
                        .orElseThrow(() -> new IllegalArgumentException("no topic of events"));
        return Topics.deadLetters(service, reader);
    }

    /**
     * Of the same key, so of the same partition: what is said of a letter stays in order.
     *
     * @throws RetriableException where Kafka does not take it now
     */
    private void send(
            String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        try {
            producer.send(new ProducerRecord<>(topic, key == null ? 0 : null, key, value, headers))
                    .get(ACKNOWLEDGED_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while parking", e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RecordTooLargeException _ -> new TooLargeToPark(e);
                case RetriableException _ -> notTaken(e);
                case null, default -> new IllegalStateException(NOT_TAKEN, e);
            };
        } catch (TimeoutException e) {
            throw notTaken(e);
        }
    }

    /** May pass: whoever asked is told so, and whoever reads does it again. */
    private static RetriableException notTaken(Exception e) {
        return new org.apache.kafka.common.errors.TimeoutException(NOT_TAKEN, e);
    }

    private static final class TooLargeToPark extends IllegalStateException {

        private static final long serialVersionUID = 1;

        TooLargeToPark(Throwable cause) {
            super("Kafka takes no dead letter of this size", cause);
        }
    }

    static @Nullable String idIn(ConsumerRecord<byte[], byte[]> record) {
        return text(record.headers(), ID);
    }

    static @Nullable Turn turnIn(ConsumerRecord<byte[], byte[]> record) {
        String turn = text(record.headers(), TURN);
        for (Turn each : Turn.values()) {
            if (each.name().equals(turn)) {
                return each;
            }
        }
        return null;
    }

    /**
     * How often its letter had been tried, as who tried it knew: told as a number and not by being
     * said once more, so that two gateways that try, or a record that comes twice, count once.
     */
    static int attemptIn(ConsumerRecord<byte[], byte[]> record) {
        String attempt = text(record.headers(), ATTEMPT);
        return attempt != null && ATTEMPTS.matcher(attempt).matches()
                ? Integer.parseInt(attempt)
                : 1;
    }

    /** The letter a parking record makes; null where its headers are not those of one. */
    static @Nullable DeadLetter letterIn(ConsumerRecord<byte[], byte[]> record) {
        String id = text(record.headers(), ID);
        String code = text(record.headers(), CODE);
        String[] place = id == null ? new String[0] : placeIn(id);
        if (id == null || code == null || place.length != 4) {
            return null;
        }
        return new DeadLetter(
                id,
                place[0],
                place[1],
                Integer.parseInt(place[2]),
                Long.parseLong(place[3]),
                record.key(),
                record.value(),
                ownHeaders(record.headers()),
                code,
                Objects.requireNonNullElse(text(record.headers(), REASON), ""),
                1,
                EventCodec.versionOf(record.headers()).orElse(0),
                cohortsIn(record.value()),
                Instant.ofEpochMilli(record.timestamp()),
                State.OPEN,
                1);
    }

    /** Reader, topic, partition, offset; the topic has dots of its own. */
    private static String[] placeIn(String id) {
        Matcher matcher = PLACE.matcher(id);
        return matcher.matches()
                ? new String[] {
                    matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)
                }
                : new String[0];
    }

    private static Headers ownHeaders(Headers headers) {
        RecordHeaders own = new RecordHeaders();
        for (Header header : headers) {
            if (!header.key().startsWith(PREFIX)) {
                own.add(header);
            }
        }
        return own;
    }

    private static List<String> cohortsIn(byte @Nullable [] value) {
        if (value == null) {
            return List.of();
        }
        try {
            JsonNode state = JSON.readTree(value).path("state");
            return Stream.of(
                            Stream.of(state.path("cohortId")),
                            state.path("cohortIds").valueStream(),
                            state.path("formerCohortIds").valueStream())
                    .flatMap(named -> named)
                    .filter(JsonNode::isString)
                    .map(JsonNode::stringValue)
                    .distinct()
                    .toList();
        } catch (JacksonException e) {
            // What is no JSON names no cohort.
            return List.of();
        }
    }

    private static String codeOf(Throwable error) {
        return error instanceof Undecodable undecodable
                ? undecodable.code().name()
                : error.getClass().getName();
    }

    private static String reasonOf(Throwable error) {
        return error instanceof Undecodable undecodable ? undecodable.reason() : "";
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
