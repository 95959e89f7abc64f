package bootcamp.platform.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bootcamp.platform.event.Undecodable.Code;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class EventCodecTest {

    private static final String TOPIC = "bootcamp.shop";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final EventCodec codec = EventCodec.reading(Map.of("Cart", 1, "Order", 1));

    @Test
    void whatIsWrittenIsReadAgain() {
        Event event = cart("c1", 7, TRACE);

        Event read = codec.decode(received(codec.encode(TOPIC, 3, event)));

        assertThat(read).isEqualTo(event);
    }

    @Test
    void headersAreTheOnesOfTheContract() {
        ProducerRecord<String, byte[]> record = codec.encode(TOPIC, 3, cart("c1", 7, TRACE));

        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), UTF_8)));
        assertThat(record.key()).isEqualTo("Cart/c1");
        assertThat(record.partition()).isEqualTo(3);
        assertThat(headers)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "ce_specversion", "1.0",
                                "ce_id", "Cart/c1/7",
                                "ce_source", "/bootcamp/shop",
                                "ce_type", "bootcamp.shop.Cart.v1",
                                "ce_subject", "c1",
                                "ce_time", "2026-03-02T00:00:00Z",
                                "ce_sequence", "7",
                                "ce_dataschema", "bootcamp:shop/Cart.v1.schema.json",
                                "content-type", "application/json",
                                "traceparent", TRACE));
        assertThat(new String(record.value(), UTF_8))
                .isEqualTo(
                        "{\"changes\":[{\"type\":\"ItemAdded\"}],\"state\":{\"items\":2,\"owner\":\"o1\"}}");
    }

    @Test
    void unknownHeadersAndFieldsAndAMissingTraceAreFine() {
        ConsumerRecord<byte[], byte[]> record =
                received(codec.encode(TOPIC, 0, cart("c1", 1, null)));
        record.headers().add("x-later", new byte[] {1}).remove("ce_dataschema");

        Event event = codec.decode(record);

        assertThat(event.traceparent()).isNull();
        assertThat(codec.stateAs(event, Owned.class)).isEqualTo(new Owned("o1"));
    }

    @Test
    void aTraceThatIsNotWellFormedIsLeftOut() {
        ConsumerRecord<byte[], byte[]> record =
                received(codec.encode(TOPIC, 0, cart("c1", 1, null)));
        record.headers().add("traceparent", "no\u00ea trace".getBytes(UTF_8));

        assertThat(codec.decode(record).traceparent()).isNull();
    }

    static Stream<Arguments> poisons() {
        return Stream.of(
                poison(Code.NO_KEY, r -> r.key = null),
                poison(Code.NO_VALUE, r -> r.value = null),
                poison(Code.TOO_LARGE, r -> r.value = new byte[2_000_000]),
                poison(Code.NOT_A_TOPIC_OF_EVENTS, r -> r.topic = "bootcamp.shop.dead.x"),
                poison(Code.FOREIGN_SOURCE, r -> r.topic = "bootcamp.other"),
                poison(Code.BAD_HEADER, r -> r.headers.remove("ce_id")),
                poison(Code.BAD_HEADER, r -> r.headers.remove("ce_type")),
                poison(Code.BAD_HEADER, r -> r.headers.add("ce_type", "twice".getBytes(UTF_8))),
                poison(Code.BAD_HEADER, r -> r.set("ce_type", "com.shop.Cart")),
                poison(Code.BAD_HEADER, r -> r.set("ce_time", "yesterday")),
                poison(Code.BAD_HEADER, r -> r.set("ce_sequence", "0")),
                poison(Code.BAD_HEADER, r -> r.set("ce_sequence", "99999999999999999999")),
                poison(Code.BAD_HEADER, r -> r.set("ce_specversion", "0.3")),
                poison(Code.BAD_HEADER, r -> r.set("content-type", "application/xml")),
                poison(Code.BAD_HEADER, r -> r.key = new byte[] {(byte) 0xff, (byte) 0xfe}),
                poison(Code.CONTRADICTION, r -> r.key = "Cart/other".getBytes(UTF_8)),
                poison(Code.CONTRADICTION, r -> r.set("ce_sequence", "8")),
                poison(Code.CONTRADICTION, r -> r.set("ce_type", "bootcamp.other.Cart.v1")),
                poison(Code.UNKNOWN_VERSION, r -> r.set("ce_type", "bootcamp.shop.Cart.v2")),
                poison(Code.NOT_JSON, r -> r.json("{\"changes\":[],\"state\":{")),
                poison(Code.NOT_JSON, r -> r.json("{\"changes\":[],\"state\":{}} more")),
                poison(Code.NOT_JSON, r -> r.value = new byte[] {0, 1, 2}),
                poison(Code.NOT_AN_EVENT, r -> r.json("[]")),
                poison(Code.NOT_AN_EVENT, r -> r.json("{\"changes\":[]}")),
                poison(Code.NOT_AN_EVENT, r -> r.json("{\"state\":{}}")),
                poison(Code.NOT_AN_EVENT, r -> r.json("{\"changes\":[{}],\"state\":{}}")),
                poison(Code.NOT_AN_EVENT, r -> r.json("")));
    }

    @ParameterizedTest(name = "{0}: {index}")
    @MethodSource("poisons")
    void poisonIsNamedByItsCodeAndNeverQuoted(Code code, Consumer<Raw> spoil) {
        Raw raw = new Raw(codec.encode(TOPIC, 0, cart("c1", 7, TRACE)));
        spoil.accept(raw);

        Undecodable undecodable =
                catchThrowableOfType(Undecodable.class, () -> codec.decode(raw.record()));

        assertThat(undecodable).isNotNull();
        assertThat(undecodable.code()).isEqualTo(code);
        assertThat(undecodable.getMessage()).doesNotContain("o1").doesNotContain("c1");
    }

    @Test
    void anAggregateTheReaderWasNotToldOfIsUnknown() {
        Event event = new Event("Gift", "g", 1, 1, "shop", Instant.EPOCH, List.of(), state(), null);
        ConsumerRecord<byte[], byte[]> record = received(codec.encode(TOPIC, 0, event));

        assertThatThrownBy(() -> codec.decode(record))
                .isInstanceOfSatisfying(
                        Undecodable.class, e -> assertThat(e.code()).isEqualTo(Code.UNKNOWN_TYPE));
        assertThat(EventCodec.ofAll().decode(record)).isEqualTo(event);
    }

    @Test
    void aStateOfAnotherShapeSaysWhereAndNotWhat() {
        ConsumerRecord<byte[], byte[]> record =
                received(codec.encode(TOPIC, 0, cart("c1", 1, null)));
        Event event = codec.decode(record);

        assertThatThrownBy(() -> codec.stateAs(event, Counted.class))
                .isInstanceOf(Undecodable.class)
                .hasMessage("STATE_DOES_NOT_FIT: Counted at /owner");
    }

    @Test
    void oldStatesClimbStepByStepToTheNewestVersion() {
        EventCodec newer =
                EventCodec.reading(
                        Map.of("Cart", 3),
                        new Upcaster("Cart", 1, s -> s.put("currency", "KRW")),
                        new Upcaster("Cart", 2, s -> s.put("size", s.remove("items").asInt())));

        Event first = newer.decode(received(codec.encode(TOPIC, 0, cart("c1", 1, null))));

        assertThat(first.schemaVersion()).isEqualTo(3);
        assertThat(first.state().toString())
                .isEqualTo("{\"owner\":\"o1\",\"currency\":\"KRW\",\"size\":2}");
    }

    @Test
    void anUpcasterThatFailsParksTheRecordAndDoesNotStopTheReader() {
        EventCodec newer =
                EventCodec.reading(
                        Map.of("Cart", 2),
                        new Upcaster("Cart", 1, s -> s.put("n", s.remove("absent").asInt())));
        ConsumerRecord<byte[], byte[]> record =
                received(codec.encode(TOPIC, 0, cart("c1", 1, null)));

        assertThatThrownBy(() -> newer.decode(record))
                .isInstanceOf(Undecodable.class)
                .hasMessageStartingWith("UPCAST_FAILED: Cart.v1");
    }

    @Test
    void aGapBetweenUpcastersIsFoundAtOnce() {
        assertThatThrownBy(
                        () ->
                                EventCodec.reading(
                                        Map.of("Cart", 3), new Upcaster("Cart", 2, s -> s)))
                .hasMessage("no upcaster for Cart.v1");
        assertThatThrownBy(
                        () ->
                                EventCodec.reading(
                                        Map.of("Cart", 1), new Upcaster("Cart", 1, s -> s)))
                .hasMessage("an upcaster of Cart leads past its newest version");
    }

    @Test
    void aProducerCannotWriteToAnotherServicesTopic() {
        assertThatThrownBy(() -> codec.encode("bootcamp.other", 0, cart("c1", 1, null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRecordAboveTheBoundIsNeverWritten() {
        ObjectNode large = JSON.createObjectNode().put("text", "x".repeat(512 * 1024));
        Event event = new Event("Cart", "c", 1, 1, "shop", Instant.EPOCH, List.of(), large, null);

        assertThatThrownBy(() -> codec.encode(TOPIC, 0, event))
                .isInstanceOfSatisfying(
                        RecordTooLarge.class,
                        e -> assertThat(e.bytes()).isGreaterThan(EventCodec.RECORD_BYTES_MAX));
    }

    @Test
    void theVersionIsReadOffHeadersThatAreOtherwiseBroken() {
        Headers headers = new RecordHeaders();

        assertThat(EventCodec.versionOf(headers)).isEmpty();
        assertThat(EventCodec.versionOf(headers.add("ce_sequence", "12".getBytes(UTF_8))))
                .hasValue(12);
    }

    @Test
    void partitionsAreKafkasOwn() {
        // Against org.apache.kafka.clients.producer.internals.BuiltInPartitioner, kafka-clients.
        assertThat(Partitions.of("2013J", 12)).isEqualTo(kafkaChooses("2013J", 12));
        assertThat(Partitions.of("한글", 12)).isEqualTo(kafkaChooses("한글", 12));
        assertThat(Partitions.of("", 7)).isEqualTo(kafkaChooses("", 7));
    }

    private static int kafkaChooses(String key, int count) {
        return org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(
                key.getBytes(UTF_8), count);
    }

    private record Owned(String owner) {}

    private record Counted(int owner) {}

    private static ObjectNode state() {
        return JSON.createObjectNode().put("items", 2).put("owner", "o1");
    }

    private static Event cart(String id, long version, @Nullable String trace) {
        return new Event(
                "Cart",
                id,
                version,
                1,
                "shop",
                Instant.parse("2026-03-02T00:00:00Z"),
                List.of(JSON.createObjectNode().put("type", "ItemAdded")),
                state(),
                trace);
    }

    private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<String, byte[]> sent) {
        return new Raw(sent).record();
    }

    private static Arguments poison(Code code, Consumer<Raw> spoil) {
        return Arguments.of(code, spoil);
    }

    private static final class Raw {
        String topic;
        byte @Nullable [] key;
        byte @Nullable [] value;
        final Headers headers;

        Raw(ProducerRecord<String, byte[]> sent) {
            topic = sent.topic();
            key = sent.key().getBytes(UTF_8);
            value = sent.value();
            headers = new RecordHeaders(sent.headers());
        }

        void set(String header, String value) {
            headers.remove(header).add(header, value.getBytes(UTF_8));
        }

        void json(String text) {
            value = text.getBytes(UTF_8);
        }

        ConsumerRecord<byte[], byte[]> record() {
            return new ConsumerRecord<>(
                    topic,
                    0,
                    0L,
                    0L,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    key,
                    value,
                    headers,
                    java.util.Optional.empty());
        }
    }
}
