package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.OfAttendancePolicy;
import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.school.Cohorts;
import bootcamp.curriculum.school.Roster;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.IdSource;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The beans of attendance sheets, their policies and stamps. */
@Configuration(proxyBeanMethods = false)
public class AttendanceBeans {

    @Bean
    AggregateStore<Sheet, SheetCommand, OfSheet> sheets(AggregateStores stores) {
        return stores.of(Sheet.TYPE, "sheets");
    }

    @Bean
    AggregateStore<AttendancePolicy, PolicyCommand, OfAttendancePolicy> attendancePolicies(
            AggregateStores stores) {
        return stores.of(AttendancePolicy.TYPE, "attendancePolicies");
    }

    @Bean
    AttendanceDesk attendanceDesk(
            AggregateStore<Sheet, SheetCommand, OfSheet> sheets,
            AggregateStore<AttendancePolicy, PolicyCommand, OfAttendancePolicy> attendancePolicies,
            Cohorts cohorts,
            Roster roster,
            Clock clock) {
        return new AttendanceDesk(sheets, attendancePolicies, cohorts, roster, clock);
    }

    @Bean
    AmendmentDesk amendmentDesk(
            AggregateStore<Sheet, SheetCommand, OfSheet> sheets,
            AttendanceDesk attendanceDesk,
            MongoDatabase database,
            IdSource ids) {
        return new AmendmentDesk(sheets, attendanceDesk, new ExcuseStore(database, ids));
    }

    @Bean
    IntakeDesk intakeDesk(
            AggregateStore<Sheet, SheetCommand, OfSheet> sheets,
            AttendanceDesk attendanceDesk,
            Roster roster) {
        return new IntakeDesk(sheets, attendanceDesk, roster);
    }

    @Bean
    StampDesk stampDesk(
            AggregateStore<Sheet, SheetCommand, OfSheet> sheets,
            AttendanceDesk attendanceDesk,
            Roster roster) {
        return new StampDesk(sheets, attendanceDesk, roster);
    }

    @Bean
    AttendanceApi attendanceApi(
            AttendanceDesk attendanceDesk, Idempotency idempotency, Clock clock, JsonMapper json) {
        return new AttendanceApi(attendanceDesk, idempotency, clock, json);
    }

    @Bean
    PolicyApi policyApi(AttendanceDesk attendanceDesk, Idempotency idempotency, Clock clock) {
        return new PolicyApi(attendanceDesk, idempotency, clock);
    }

    @Bean
    OwnAttendanceApi ownAttendanceApi(AttendanceDesk attendanceDesk, Students students) {
        return new OwnAttendanceApi(attendanceDesk, students);
    }
}
