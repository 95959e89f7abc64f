package bootcamp.platform.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.contracts.Contract;
import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.platform.aggregate.AggregateType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a service says is what its contracts say: to be extended by a test of each service that
 * gives its aggregates, a story with each of their facts, and random histories.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServiceContractTest {

    private static final Contracts CONTRACTS = Contracts.ofThisCheckout();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int HISTORIES = 40;

    private final String service;
    private final Class<?> facts;
    private final List<AggregateType<?, ?, ?>> types;

    /**
     * @param service as its application is named
     * @param facts the sealed interface that permits one sealed interface for each aggregate
     * @param types all there are
     */
    protected ServiceContractTest(
            String service, Class<?> facts, List<AggregateType<?, ?, ?>> types) {
        this.service = service;
        this.facts = facts;
        this.types = types;
    }

    /** A story in which each fact happens; the examples are made of it. */
    protected abstract List<ProducerRecord<String, byte[]>> story();

    /** Records that are sent again without a change. */
    protected abstract List<ProducerRecord<String, byte[]>> repeated();

    /** What is said while commands of that seed are carried out. */
    protected abstract List<ProducerRecord<String, byte[]>> history(long seed);

    List<AggregateType<?, ?, ?>> types() {
        return types;
    }

    private Contract contractOf(AggregateType<?, ?, ?> type) {
        return CONTRACTS.of(service, type.name(), type.version());
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyFactHasANameInEventsASchemaAndAnExample(AggregateType<?, ?, ?> type) {
        Set<String> facts =
                Arrays.stream(factsOf(type).getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .collect(Collectors.toSet());

        assertThat(type.changes().keySet()).as("names in AggregateType").isEqualTo(facts);
        assertThat(contractOf(type).kinds()).as("kinds in the schema").isEqualTo(facts);
        assertThat(told().keySet())
                .as("facts of the story of which the examples are made")
                .containsAll(
                        facts.stream().map(fact -> contractOf(type).name() + "/" + fact).toList());
    }

    /** The sealed interface that one aggregate's facts have in common. */
    private static Class<?> factsOf(AggregateType<?, ?, ?> type) {
        Class<?> fact = type.changes().values().iterator().next();
        return fact.getInterfaces()[0];
    }

    @Test
    void everyAggregateOfTheServiceIsLookedAtHere() {
        assertThat(types().stream().map(ServiceContractTest::factsOf))
                .containsExactlyInAnyOrder(facts.getPermittedSubclasses());
    }

    @Test
    void examplesAreWhatTheServiceSays() throws IOException {
        Map<Path, String> examples = new LinkedHashMap<>();
        told().forEach((name, record) -> examples.put(fileOf(name), Example.text(record)));
        if (Contracts.WRITE) {
            for (var example : examples.entrySet()) {
                Files.createDirectories(example.getKey().getParent());
                Files.writeString(example.getKey(), example.getValue());
            }
        }

        Map<Path, String> present = new HashMap<>();
        for (Path file : examples.keySet()) {
            present.put(file, Files.exists(file) ? Files.readString(file) : "");
        }
        assertThat(present)
                .as("mvn -pl services/%s test -Dcontracts.write=true writes them anew", service)
                .containsExactlyInAnyOrderEntriesOf(examples);
    }

    /** Of each kind of change the first record that ends with it, or else has it. */
    private Map<String, ProducerRecord<String, byte[]>> told() {
        Map<String, ProducerRecord<String, byte[]>> told = new LinkedHashMap<>();
        for (var record : story()) {
            told.putIfAbsent(nameOf(record, kindsIn(record).getLast()), record);
        }
        for (var record : story()) {
            kindsIn(record).forEach(kind -> told.putIfAbsent(nameOf(record, kind), record));
        }
        for (var record : repeated()) {
            told.put(nameOf(record, Example.REPEATED), record);
        }
        return told;
    }

    private static String nameOf(ProducerRecord<String, byte[]> record, String kind) {
        String schema = header(record, "ce_dataschema");
        return schema.substring("bootcamp:".length(), schema.length() - ".schema.json".length())
                + "/"
                + kind;
    }

    private static Path fileOf(String name) {
        String[] parts = name.split("/", -1);
        String[] schema = parts[1].split("\\.v", -1);
        return CONTRACTS.fileOf(
                CONTRACTS.of(parts[0], schema[0], Integer.parseInt(schema[1])), parts[2]);
    }

    @Test
    void whateverIsDecidedIsSaidAsTheSchemaSays() {
        Map<String, Contract> byType = new HashMap<>();
        CONTRACTS.all().forEach(each -> byType.put(each.eventType(), each));
        Set<String> kinds = new HashSet<>();

        for (long seed = 1; seed <= HISTORIES; seed++) {
            for (var record : history(seed)) {
                Contract contract = byType.get(header(record, "ce_type"));
                assertThat(contract).as(header(record, "ce_type")).isNotNull();
                assertThat(contract.violations(JSON.readTree(record.value())))
                        .as("seed %d, %s: %s", seed, record.key(), text(record))
                        .isEmpty();
                kinds.addAll(kindsIn(record));
            }
        }

        assertThat(kinds)
                .as("kinds of change in the histories")
                .containsExactlyInAnyOrderElementsOf(
                        types().stream()
                                .flatMap(type -> type.changes().keySet().stream())
                                .toList());
    }

    @Test
    void historyIsTheSameForTheSameSeedAndAnotherForAnother() {
        assertThat(texts(7)).isEqualTo(texts(7));
        assertThat(LongStream.rangeClosed(1, 20).mapToObj(this::texts).distinct()).hasSize(20);
    }

    private List<String> texts(long seed) {
        return history(seed).stream().map(ServiceContractTest::text).toList();
    }

    private static List<String> kindsIn(ProducerRecord<String, byte[]> record) {
        JsonNode changes = JSON.readTree(record.value()).path("changes");
        return changes.valueStream().map(each -> each.path("type").asString()).toList();
    }

    private static String text(ProducerRecord<String, byte[]> record) {
        return new String(record.value(), UTF_8);
    }

    private static String header(ProducerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
