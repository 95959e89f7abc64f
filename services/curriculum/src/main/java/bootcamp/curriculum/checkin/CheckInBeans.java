package bootcamp.curriculum.checkin;

import bootcamp.curriculum.attendance.AttendanceDesk;
import bootcamp.curriculum.attendance.StampDesk;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of checking in by code. */
@Configuration(proxyBeanMethods = false)
public class CheckInBeans {

    @Bean
    CheckInCodes checkInCodes(KeyedHash hash) {
        return new CheckInCodes(hash);
    }

    @Bean
    TryStore checkInTries(MongoDatabase database, KeyedHash hash, Clock clock) {
        return new TryStore(database, hash, clock);
    }

    @Bean
    CheckInApi checkInApi(
            AttendanceDesk attendanceDesk,
            StampDesk stampDesk,
            CheckInCodes checkInCodes,
            TryStore checkInTries,
            Students students,
            Idempotency idempotency,
            Clock clock) {
        return new CheckInApi(
                attendanceDesk,
                stampDesk,
                checkInCodes,
                checkInTries,
                students,
                idempotency,
                clock);
    }
}
