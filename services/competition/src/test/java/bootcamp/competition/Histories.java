package bootcamp.competition;

import bootcamp.competition.contest.ContestExamples;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** All that staff and students do, much of it refused, from a seed. */
public final class Histories {

    private Histories() {}

    /** The same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        return ContestExamples.of(seed);
    }
}
