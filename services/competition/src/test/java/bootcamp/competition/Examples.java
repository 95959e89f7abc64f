package bootcamp.competition;

import bootcamp.competition.contest.ContestExamples;
import bootcamp.competition.gpu.GpuExamples;
import bootcamp.competition.peer.PeerExamples;
import bootcamp.competition.team.TeamExamples;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One story of each aggregate, in which everything happens to it that can. */
final class Examples {

    private Examples() {}

    /** The records in the order in which they were written. */
    static List<ProducerRecord<String, byte[]>> records() {
        return Stream.of(
                        ContestExamples.records(),
                        TeamExamples.records(),
                        GpuExamples.records(),
                        PeerExamples.records())
                .flatMap(List::stream)
                .toList();
    }

    /** What is sent again where nothing is new: the state without changes. */
    static List<ProducerRecord<String, byte[]>> repeated() {
        return Stream.of(
                        ContestExamples.repeated(),
                        TeamExamples.repeated(),
                        GpuExamples.repeated(),
                        PeerExamples.repeated())
                .flatMap(List::stream)
                .toList();
    }
}
