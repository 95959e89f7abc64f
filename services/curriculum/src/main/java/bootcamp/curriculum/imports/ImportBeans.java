package bootcamp.curriculum.imports;

import bootcamp.curriculum.CurriculumEvent.OfAttendanceImportOutcome;
import bootcamp.curriculum.attendance.IntakeDesk;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.stream.StreamFeed;
import bootcamp.platform.stream.StreamFeeds;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
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
            Clock clock,
            StreamFeeds feeds) {
        return feeds.of(
                ImportFeed.READER,
                ImportFeed.SERVICE,
                ImportFeed.CODEC,
                new ImportFeed(new Importer(attendanceImportOutcomes, intakeDesk, clock)));
    }

    /** The function that Spring Cloud Stream binds to {@code importFeed-in-0}. */
    @Bean
    Consumer<Message<List<byte[]>>> importFeed(StreamFeed<ImportRequest> importRequests) {
        return importRequests::accept;
    }
}
