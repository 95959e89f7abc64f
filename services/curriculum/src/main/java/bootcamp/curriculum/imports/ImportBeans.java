package bootcamp.curriculum.imports;

import bootcamp.curriculum.CurriculumEvent.OfAttendanceImportOutcome;
import bootcamp.curriculum.attendance.IntakeDesk;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.stream.StreamFeed;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** The beans of imported attendance. */
@Configuration(proxyBeanMethods = false)
public class ImportBeans {

    @Bean
    AggregateStore<AttendanceImportOutcome, OutcomeCommand, OfAttendanceImportOutcome>
            attendanceImportOutcomes(AggregateStores stores) {
        return stores.of(AttendanceImportOutcome.TYPE, "attendanceImportOutcomes");
    }

    @Bean(initMethod = "start")
    StreamFeed<ImportRequest> importRequests(
            AggregateStore<AttendanceImportOutcome, OutcomeCommand, OfAttendanceImportOutcome>
                    attendanceImportOutcomes,
            IntakeDesk intakeDesk,
            KafkaClients kafka,
            Admin streamAdmin,
            Clock clock,
            MeterRegistry meters) {
        return new StreamFeed<>(
                ImportFeed.READER,
                ImportFeed.SERVICE,
                kafka,
                streamAdmin,
                ImportFeed.CODEC,
                new ImportFeed(new Importer(attendanceImportOutcomes, intakeDesk, clock)),
                clock,
                meters);
    }

    /** The function that Spring Cloud Stream binds to {@code importFeed-in-0}. */
    @Bean
    Consumer<Message<List<byte[]>>> importFeed(StreamFeed<ImportRequest> importRequests) {
        return importRequests::accept;
    }
}
