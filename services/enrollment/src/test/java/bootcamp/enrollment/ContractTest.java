package bootcamp.enrollment;

import bootcamp.enrollment.attendance.AttendanceImport;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.person.Erasure;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.warning.RiskList;
import bootcamp.platform.contract.ServiceContractTest;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

class ContractTest extends ServiceContractTest {

    ContractTest() {
        super(
                EnrollmentApplication.NAME,
                EnrollmentEvent.class,
                List.of(
                        Cohort.TYPE,
                        Enrollment.TYPE,
                        Erasure.TYPE,
                        AttendanceImport.TYPE,
                        RiskList.TYPE));
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
