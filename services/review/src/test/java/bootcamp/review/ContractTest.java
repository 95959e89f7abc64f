package bootcamp.review;

import bootcamp.platform.contract.ServiceContractTest;
import bootcamp.review.box.ReviewSummary;
import bootcamp.review.box.SummaryExamples;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

class ContractTest extends ServiceContractTest {

    ContractTest() {
        super(ReviewApplication.NAME, ReviewEvent.class, List.of(ReviewSummary.TYPE));
    }

    @Override
    protected List<ProducerRecord<String, byte[]>> story() {
        return SummaryExamples.records();
    }

    @Override
    protected List<ProducerRecord<String, byte[]>> repeated() {
        return SummaryExamples.repeated();
    }

    @Override
    protected List<ProducerRecord<String, byte[]>> history(long seed) {
        return SummaryExamples.of(seed);
    }
}
