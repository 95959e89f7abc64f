package bootcamp.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One record as a producer wrote it: key, headers and value.
 *
 * @param contract {@code enrollment/Cohort.v1}, after the folder it lies in
 * @param name of the file without its ending: the kind of change it shows, or {@code Repeated}
 */
public record Example(
        String contract, String name, String key, Map<String, String> headers, JsonNode value) {

    /** The name of an example that shows no change but a state that is sent again. */
    public static final String REPEATED = "Repeated";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Example of(String contract, String name, String text) {
        JsonNode file = JSON.readTree(text);
        Map<String, String> headers = new LinkedHashMap<>();
        file.path("headers")
                .properties()
                .forEach(each -> headers.put(each.getKey(), each.getValue().asString()));
        return new Example(
                contract, name, file.path("key").asString(), headers, file.path("value"));
    }

    /** The text of the file that shows this record. */
    public static String text(ProducerRecord<String, byte[]> record) {
        ObjectNode file = JSON.createObjectNode();
        file.put("key", record.key());
        ObjectNode headers = file.putObject("headers");
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        file.set("value", JSON.readTree(record.value()));
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file);
        return text.replace(System.lineSeparator(), "\n") + "\n";
    }

    /** The kinds of change in it, oldest first. */
    public List<String> kinds() {
        return value.path("changes")
                .valueStream()
                .map(each -> each.path("type").asString())
                .toList();
    }

    /** As a consumer receives it. */
    public ConsumerRecord<byte[], byte[]> record() {
        Headers received = new RecordHeaders();
        headers.forEach((name, text) -> received.add(name, text.getBytes(UTF_8)));
        byte[] bytes = JSON.writeValueAsBytes(value);
        return new ConsumerRecord<>(
                "bootcamp." + contract.substring(0, contract.indexOf('/')),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                key.length(),
                bytes.length,
                key.getBytes(UTF_8),
                bytes,
                received,
                Optional.empty());
    }

    @Override
    public String toString() {
        return contract + "/" + name;
    }
}
