package bootcamp.competition;

import bootcamp.competition.contest.ContestExamples;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One story of each aggregate, in which everything happens to it that can. */
final class Examples {

    private Examples() {}

    /** The records in the order in which they were written. */
    static List<ProducerRecord<String, byte[]>> records() {
        return ContestExamples.records();
    }

    /** What is sent again where nothing is new: the state without changes. */
    static List<ProducerRecord<String, byte[]>> repeated() {
        return ContestExamples.repeated();
    }
}
