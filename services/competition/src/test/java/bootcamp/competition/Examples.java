package bootcamp.competition;

import bootcamp.competition.contest.ContestExamples;
import bootcamp.competition.team.TeamExamples;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One story of each aggregate, in which everything happens to it that can. */
final class Examples {

    private Examples() {}

    /** The records in the order in which they were written. */
    static List<ProducerRecord<String, byte[]>> records() {
        return Stream.concat(ContestExamples.records().stream(), TeamExamples.records().stream())
                .toList();
    }

    /** What is sent again where nothing is new: the state without changes. */
    static List<ProducerRecord<String, byte[]>> repeated() {
        return Stream.concat(ContestExamples.repeated().stream(), TeamExamples.repeated().stream())
                .toList();
    }
}
