package bootcamp.competition;

import bootcamp.competition.contest.ContestExamples;
import bootcamp.competition.gpu.GpuExamples;
import bootcamp.competition.peer.PeerExamples;
import bootcamp.competition.team.TeamExamples;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** All that staff and students do, much of it refused, from a seed. */
public final class Histories {

    private Histories() {}

    /** The same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        return Stream.of(
                        ContestExamples.of(seed),
                        TeamExamples.of(seed),
                        GpuExamples.of(seed),
                        PeerExamples.of(seed))
                .flatMap(List::stream)
                .toList();
    }
}
