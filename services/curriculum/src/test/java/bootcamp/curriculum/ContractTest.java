package bootcamp.curriculum;

import bootcamp.curriculum.attendance.AttendancePolicy;
import bootcamp.curriculum.attendance.Sheet;
import bootcamp.curriculum.clinic.Clinic;
import bootcamp.curriculum.imports.AttendanceImportOutcome;
import bootcamp.curriculum.lecture.Lecture;
import bootcamp.curriculum.question.Question;
import bootcamp.curriculum.request.AttendanceRequest;
import bootcamp.curriculum.team.Participation;
import bootcamp.curriculum.team.Teams;
import bootcamp.curriculum.week.Booking;
import bootcamp.curriculum.week.Instructor;
import bootcamp.curriculum.week.Module;
import bootcamp.curriculum.week.Session;
import bootcamp.platform.contract.ServiceContractTest;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

class ContractTest extends ServiceContractTest {

    ContractTest() {
        super(
                CurriculumApplication.NAME,
                CurriculumEvent.class,
                List.of(
                        Lecture.TYPE,
                        Sheet.TYPE,
                        AttendancePolicy.TYPE,
                        Question.TYPE,
                        AttendanceRequest.TYPE,
                        Instructor.TYPE,
                        Module.TYPE,
                        Session.TYPE,
                        Booking.TYPE,
                        Clinic.TYPE,
                        AttendanceImportOutcome.TYPE,
                        Teams.TYPE,
                        Participation.TYPE));
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
