package bootcamp.curriculum.request;

import bootcamp.curriculum.CurriculumEvent.OfAttendanceRequest;
import bootcamp.curriculum.attendance.AmendmentDesk;
import bootcamp.curriculum.attendance.AttendanceDesk;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.file.DirectoryFileStore;
import bootcamp.platform.file.FileKeys;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.file.GridFsFileStore;
import bootcamp.platform.file.SealedFiles;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of attendance requests and their evidence. */
@Configuration(proxyBeanMethods = false)
public class RequestBeans {

    private static final String EVIDENCE = "evidence";

    @Bean
    AggregateStore<AttendanceRequest, RequestCommand, OfAttendanceRequest> requestDocuments(
            AggregateStores stores) {
        return stores.of(AttendanceRequest.TYPE, "attendanceRequests");
    }

    @Bean
    ListingStore requestListings(MongoDatabase database) {
        return new ListingStore(database, "attendanceRequestListings", "requestIds");
    }

    @Bean
    ListingStore requesters(MongoDatabase database) {
        return new ListingStore(database, "attendanceRequesters", "requestIds");
    }

    /** In a directory where one is named, else in the database, for all processes. */
    @Bean
    FileStore evidenceStore(
            @Value("${bootcamp.files.directory:#{null}}") @Nullable String directory,
            MongoDatabase database,
            Clock clock) {
        return directory == null || directory.isBlank()
                ? new GridFsFileStore(database, EVIDENCE, clock)
                : new DirectoryFileStore(Path.of(directory, EVIDENCE));
    }

    @Bean
    Requests attendanceRequests(
            AggregateStore<AttendanceRequest, RequestCommand, OfAttendanceRequest> requestDocuments,
            @Qualifier("requestListings") ListingStore requestListings,
            @Qualifier("requesters") ListingStore requesters,
            FileStore evidenceStore,
            @Value("${bootcamp.files.secret}") String secret,
            AmendmentDesk amendmentDesk,
            Students students,
            KeyedHash hash,
            IdSource ids,
            Clock clock) {
        SealedFiles sealed = new SealedFiles(evidenceStore, FileKeys.of(secret));
        return new Requests(
                requestDocuments,
                requestListings,
                requesters,
                new EvidenceFiles(evidenceStore, sealed, ids, clock),
                amendmentDesk,
                students,
                hash,
                clock);
    }

    @Bean
    RequestAccess requestAccess(
            AttendanceDesk attendanceDesk, Requests attendanceRequests, Students students) {
        return new RequestAccess(attendanceDesk, attendanceRequests, students);
    }

    @Bean
    RequestApi requestApi(
            Requests attendanceRequests,
            RequestAccess requestAccess,
            AttendanceDesk attendanceDesk,
            AmendmentDesk amendmentDesk,
            Students students,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock) {
        return new RequestApi(
                attendanceRequests,
                requestAccess,
                attendanceDesk,
                amendmentDesk,
                students,
                idempotency,
                cursors,
                clock);
    }

    @Bean
    DecisionApi decisionApi(
            Requests attendanceRequests,
            RequestAccess requestAccess,
            AttendanceDesk attendanceDesk,
            AmendmentDesk amendmentDesk,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock) {
        return new DecisionApi(
                attendanceRequests,
                requestAccess,
                attendanceDesk,
                amendmentDesk,
                idempotency,
                cursors,
                clock);
    }

    @Bean
    EvidenceApi evidenceApi(
            Requests attendanceRequests,
            RequestAccess requestAccess,
            AttendanceDesk attendanceDesk) {
        return new EvidenceApi(attendanceRequests, requestAccess, attendanceDesk);
    }
}
