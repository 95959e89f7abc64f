package bootcamp.competition.contest;

import bootcamp.competition.CompetitionEvent.OfCompetition;
import bootcamp.competition.school.Cohorts;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.file.DirectoryFileStore;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.file.GridFsFileStore;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.IdSource;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** The beans of competitions. */
@Configuration(proxyBeanMethods = false)
public class ContestBeans {

    private static final String FILES = "competitionFiles";
    private static final int THREADS = 2;
    private static final int QUEUE_MAX = 10_000;

    @Bean
    AggregateStore<Competition, CompetitionCommand, OfCompetition> competitions(
            AggregateStores stores) {
        return stores.of(Competition.TYPE, "competitions");
    }

    @Bean
    ListingStore competitionListings(MongoDatabase database) {
        return new ListingStore(database, "competitionListings", "competitionIds");
    }

    @Bean
    CompetitionDesk competitionDesk(
            AggregateStore<Competition, CompetitionCommand, OfCompetition> competitions,
            @Qualifier("competitionListings") ListingStore competitionListings,
            Clock clock) {
        return new CompetitionDesk(competitions, competitionListings, clock);
    }

    @Bean
    CompetitionAccess competitionAccess(CompetitionDesk competitionDesk, Students students) {
        return new CompetitionAccess(competitionDesk, students);
    }

    @Bean
    CompetitionForm competitionForm(Cohorts cohorts) {
        return new CompetitionForm(cohorts);
    }

    @Bean
    CompetitionApi competitionApi(
            CompetitionDesk competitionDesk,
            CompetitionAccess competitionAccess,
            CompetitionForm competitionForm,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids,
            JsonMapper json) {
        return new CompetitionApi(
                competitionDesk,
                competitionAccess,
                competitionForm,
                idempotency,
                cursors,
                clock,
                ids,
                json);
    }

    /** In a directory where one is named, else in the database, for all processes. */
    @Bean
    FileStore competitionFiles(
            @Value("${bootcamp.files.directory:#{null}}") @Nullable String directory,
            MongoDatabase database,
            Clock clock) {
        return directory == null || directory.isBlank()
                ? new GridFsFileStore(database, FILES, clock)
                : new DirectoryFileStore(Path.of(directory, FILES));
    }

    /**
     * Where files are read that may take a while, labels and submissions. All wait in one line:
     * nothing waits for the thread of a file that hangs while another thread has nothing to do.
     */
    @Bean(destroyMethod = "dispose")
    Scheduler scoringThreads() {
        return Schedulers.fromExecutorService(
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(QUEUE_MAX),
                        Thread.ofPlatform().daemon().name("scoring-", 1).factory()),
                "scoring");
    }

    @Bean
    ContestFiles contestFiles(
            @Qualifier("competitionFiles") FileStore competitionFiles,
            CompetitionDesk competitionDesk,
            Scheduler scoringThreads,
            IdSource ids,
            Clock clock) {
        return new ContestFiles(competitionFiles, competitionDesk, scoringThreads, ids, clock);
    }

    @Bean
    ContestFileApi contestFileApi(
            CompetitionAccess competitionAccess,
            CompetitionDesk competitionDesk,
            ContestFiles contestFiles,
            Idempotency idempotency,
            Texts texts,
            Clock clock) {
        return new ContestFileApi(
                competitionAccess, competitionDesk, contestFiles, idempotency, texts, clock);
    }
}
