package bootcamp.competition;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.gpu.GpuPool;
import bootcamp.competition.gpu.GpuWeek;
import bootcamp.competition.peer.PeerContribution;
import bootcamp.competition.team.Team;
import bootcamp.platform.contract.ServiceContractTest;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

class ContractTest extends ServiceContractTest {

    ContractTest() {
        super(
                CompetitionApplication.NAME,
                CompetitionEvent.class,
                List.of(
                        Competition.TYPE,
                        Team.TYPE,
                        GpuPool.TYPE,
                        GpuWeek.TYPE,
                        PeerContribution.TYPE));
    }

    @Override
    protected List<ProducerRecord<String, byte[]>> story() {
        return Examples.records();
    }

    @Override
    protected List<ProducerRecord<String, byte[]>> repeated() {
        return Examples.repeated();
    }

    @Override
    protected List<ProducerRecord<String, byte[]>> history(long seed) {
        return Histories.of(seed);
    }
}
