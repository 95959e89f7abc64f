package bootcamp.competition.gpu;

import bootcamp.competition.CompetitionEvent.OfGpuPool;
import bootcamp.competition.CompetitionEvent.OfGpuWeek;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.competition.school.Cohorts;
import bootcamp.competition.team.TeamDesk;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The beans of GPUs. */
@Configuration(proxyBeanMethods = false)
public class GpuBeans {

    @Bean
    AggregateStore<GpuPool, GpuPoolCommand, OfGpuPool> gpuPools(AggregateStores stores) {
        return stores.of(GpuPool.TYPE, "gpuPools");
    }

    @Bean
    AggregateStore<GpuWeek, GpuWeekCommand, OfGpuWeek> gpuWeeks(AggregateStores stores) {
        return stores.of(GpuWeek.TYPE, "gpuWeeks");
    }

    @Bean
    ListingStore gpuPoolListings(MongoDatabase database) {
        return new ListingStore(database, "gpuPoolListings", "poolIds");
    }

    @Bean
    GpuDesk gpuDesk(
            AggregateStore<GpuPool, GpuPoolCommand, OfGpuPool> gpuPools,
            AggregateStore<GpuWeek, GpuWeekCommand, OfGpuWeek> gpuWeeks,
            @Qualifier("gpuPoolListings") ListingStore gpuPoolListings,
            TeamDesk teamDesk,
            Clock clock) {
        return new GpuDesk(gpuPools, gpuWeeks, gpuPoolListings, teamDesk, clock);
    }

    @Bean
    GpuAccess gpuAccess(
            GpuDesk gpuDesk, Students students, TeamDesk teamDesk, CompetitionDesk desk) {
        return new GpuAccess(gpuDesk, students, teamDesk, desk);
    }

    @Bean
    ListingStore gpuNoteListings(MongoDatabase database) {
        return new ListingStore(database, "gpuNoteListings", "reservationIds");
    }

    @Bean
    Handovers handovers(
            MongoDatabase database,
            @Qualifier("gpuNoteListings") ListingStore gpuNoteListings,
            BusyStore gpuBusy,
            Students students) {
        return new Handovers(new HandoverNoteStore(database, gpuNoteListings), gpuBusy, students);
    }

    @Bean
    BusyStore gpuBusy(MongoDatabase database) {
        return new BusyStore(database);
    }

    @Bean
    PoolTokenStore gpuPoolTokens(MongoDatabase database, KeyedHash hash) {
        return new PoolTokenStore(database, hash);
    }

    @Bean
    PoolTokenApi poolTokenApi(
            PoolTokenStore gpuPoolTokens,
            GpuAccess gpuAccess,
            Idempotency idempotency,
            KeyedHash hash,
            Clock clock,
            IdSource ids) {
        return new PoolTokenApi(gpuPoolTokens, gpuAccess, idempotency, hash, clock, ids);
    }

    @Bean
    ClusterApi clusterApi(
            PoolTokenStore gpuPoolTokens,
            GpuDesk gpuDesk,
            TeamDesk teamDesk,
            BusyStore gpuBusy,
            Clock clock) {
        return new ClusterApi(gpuPoolTokens, gpuDesk, teamDesk, gpuBusy, clock);
    }

    @Bean
    GpuPoolForm gpuPoolForm(Cohorts cohorts) {
        return new GpuPoolForm(cohorts);
    }

    @Bean
    GpuPoolApi gpuPoolApi(
            GpuDesk gpuDesk,
            GpuAccess gpuAccess,
            GpuPoolForm gpuPoolForm,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids,
            JsonMapper json) {
        return new GpuPoolApi(
                gpuDesk, gpuAccess, gpuPoolForm, idempotency, cursors, clock, ids, json);
    }

    @Bean
    GpuReservationApi gpuReservationApi(
            GpuDesk gpuDesk,
            GpuAccess gpuAccess,
            TeamDesk teamDesk,
            Handovers handovers,
            Idempotency idempotency,
            Clock clock,
            IdSource ids) {
        return new GpuReservationApi(
                gpuDesk, gpuAccess, teamDesk, handovers, idempotency, clock, ids);
    }
}
