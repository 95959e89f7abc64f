package bootcamp.platform.stream;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaNull;
import org.springframework.kafka.support.converter.BatchMessageConverter;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Hands a poll on as it is: the values as payload, and beside them the records themselves. A header
 * map could not show that a header came twice, and a null value would be an object of another type
 * among the bytes.
 */
final class RawRecords implements BatchMessageConverter {

    @Override
    public Message<?> toMessage(
            List<ConsumerRecord<?, ?>> records,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer,
            Type type) {
        List<Object> values =
                records.stream()
                        .<Object>map(
                                each -> each.value() == null ? KafkaNull.INSTANCE : each.value())
                        .toList();
        return MessageBuilder.withPayload(values)
                .copyHeaders(Map.of(KafkaHeaders.RAW_DATA, List.copyOf(records)))
                .build();
    }

    @Override
    public List<ProducerRecord<?, ?>> fromMessage(Message<?> message, String defaultTopic) {
        throw new UnsupportedOperationException("events leave by the outbox");
    }

    /** The records of a message that {@link #toMessage} made. */
    @SuppressWarnings("unchecked") // The deserialisers are those of bytes, for all bindings.
    static List<ConsumerRecord<byte[], byte[]>> of(Message<?> message) {
        Object records = message.getHeaders().get(KafkaHeaders.RAW_DATA);
        if (records == null) {
            throw new IllegalStateException("a batch without its records");
        }
        return (List<ConsumerRecord<byte[], byte[]>>) records;
    }
}
