package bootcamp.platform.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import reactor.core.publisher.Mono;

/**
 * How far a group has come in a topic, whichever of its processes read. Asked of the broker, since
 * no process knows what the others have done.
 */
final class GroupLag {

    private final Admin admin;
    private final String group;
    private final String topic;

    /**
     * Ends and what is done, at one moment.
     *
     * @param done the next offset to be applied
     * @param ends the next offset to be written
     */
    record Standing(Map<TopicPartition, Long> done, Map<TopicPartition, Long> ends) {

        long lag() {
            return behind(ends);
        }

        /** Records up to these ends that are not yet applied. */
        long behind(Map<TopicPartition, Long> targets) {
            return targets.entrySet().stream()
                    .mapToLong(
                            each ->
                                    Math.max(
                                            0,
                                            each.getValue() - done.getOrDefault(each.getKey(), 0L)))
                    .sum();
        }
    }

    GroupLag(Admin admin, String group, String topic) {
        this.admin = admin;
        this.group = group;
        this.topic = topic;
    }

    /** As it is now; fails where the broker does not answer or there is no such topic. */
    Mono<Standing> look() {
        return partitions()
                // What is done is asked first: a record that comes between makes the lag too large
                // for a moment, never too small.
                .flatMap(
                        all ->
                                committed()
                                        .flatMap(
                                                committed ->
                                                        Mono.zip(
                                                                offsets(all, OffsetSpec.earliest()),
                                                                offsets(all, OffsetSpec.latest()),
                                                                (begins, ends) ->
                                                                        new Standing(
                                                                                done(
                                                                                        begins,
                                                                                        committed),
                                                                                ends))));
    }

    private Mono<TopicDescription> partitions() {
        return answer(() -> admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
    }

    private Mono<Map<TopicPartition, OffsetAndMetadata>> committed() {
        return answer(() -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .onErrorResume(GroupLag::isUnknownGroup, _ -> Mono.just(Map.of()));
    }

    private Mono<Map<TopicPartition, Long>> offsets(TopicDescription described, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked =
                described.partitions().stream()
                        .collect(
                                Collectors.toMap(
                                        each -> new TopicPartition(topic, each.partition()),
                                        _ -> spec));
        return answer(() -> admin.listOffsets(asked).all()).map(GroupLag::plain);
    }

    private static Map<TopicPartition, Long> plain(
            Map<TopicPartition, ListOffsetsResultInfo> answered) {
        return answered.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().offset()));
    }

    /** Where nothing was committed, reading begins at the beginning. */
    private static Map<TopicPartition, Long> done(
            Map<TopicPartition, Long> begins, Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, Long> done = new HashMap<>(begins);
        committed.forEach((partition, offset) -> done.merge(partition, offset.offset(), Math::max));
        return done;
    }

    private static boolean isUnknownGroup(Throwable error) {
        return error instanceof GroupIdNotFoundException
                || error.getCause() instanceof GroupIdNotFoundException;
    }

    private static <T> Mono<T> answer(Supplier<KafkaFuture<T>> question) {
        return Mono.fromCompletionStage(() -> question.get().toCompletionStage());
    }
}
