package bootcamp.competition;

import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.competition.contest.ContestBeans;
import bootcamp.competition.contest.ContestFiles;
import bootcamp.competition.gpu.GpuBeans;
import bootcamp.competition.gpu.GpuDesk;
import bootcamp.competition.gpu.Handovers;
import bootcamp.competition.peer.PeerBeans;
import bootcamp.competition.peer.PeerDesk;
import bootcamp.competition.school.EnrollmentFeed;
import bootcamp.competition.school.SchoolBeans;
import bootcamp.competition.team.Erasures;
import bootcamp.competition.team.TeamBeans;
import bootcamp.competition.team.TeamLeavers;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.service.DecidingConfiguration;
import bootcamp.platform.service.ServiceConfiguration;
import bootcamp.platform.stream.StreamFeed;
import bootcamp.platform.stream.StreamFeeds;
import bootcamp.platform.task.Background;
import bootcamp.platform.upkeep.OwnTopicFeed;
import bootcamp.platform.upkeep.Upkeep;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;
import reactor.core.publisher.Mono;

/** The competition service: main, and the beans that its features share or that tie them. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    ServiceConfiguration.class,
    DecidingConfiguration.class,
    SchoolBeans.class,
    ContestBeans.class,
    TeamBeans.class,
    GpuBeans.class,
    PeerBeans.class
})
public class CompetitionApplication {

    /** Of the configuration file {@code competition.yml}, the topic and the audience. */
    public static final String NAME = "competition";

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    public static void main(String[] args) {
        builder().run(args);
    }

    /** For the launcher and tests, which run several contexts in one JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(CompetitionApplication.class)
                .properties("spring.config.name=" + NAME);
    }

    @Bean
    Texts texts() {
        return Texts.of(NAME);
    }

    // ---- what is done

    @Bean
    Upkeep upkeep(
            OutboxRelay relay,
            OwnTopicFeed ownTopicFeed,
            KeyStore keys,
            Background background,
            CompetitionDesk desk,
            ContestFiles contestFiles,
            TeamBeans.TeamUpkeep teams,
            GpuDesk gpuDesk,
            Handovers handovers,
            PeerDesk peerDesk) {
        return new Upkeep(
                relay,
                ownTopicFeed,
                keys,
                background,
                Mono.defer(desk::catchUp)
                        .then(teams.leftBehind())
                        .then(Mono.defer(gpuDesk::catchUp))
                        .then(Mono.defer(handovers::lookAtAll))
                        .then(Mono.defer(peerDesk::catchUp)),
                new Upkeep.Chore(TICK, "competitions that are over", desk::tick),
                new Upkeep.Chore(TICK, "GPUs to draw and to return", gpuDesk::tick),
                new Upkeep.Chore(TICK, "ratings that are over", peerDesk::tick),
                new Upkeep.Chore(DAY, "files that nobody names", contestFiles::sweep),
                teams.again(),
                teams.decided(),
                teams.anew(),
                teams.swept(),
                teams.forgotten());
    }

    // ---- what is read

    @Bean(initMethod = "start")
    StreamFeed<ProjectionReader.Entry> enrollmentEvents(
            @Qualifier("knownCohorts") Projection knownCohorts,
            @Qualifier("knownStudents") Projection knownStudents,
            TeamLeavers teamLeavers,
            Erasures erasures,
            Handovers handovers,
            Upkeep upkeep,
            StreamFeeds feeds) {
        return feeds.of(
                EnrollmentFeed.READER,
                EnrollmentFeed.SERVICE,
                EnrollmentFeed.CODEC,
                new EnrollmentFeed(
                        knownCohorts,
                        knownStudents,
                        studentIds ->
                                teamLeavers
                                        .look(studentIds)
                                        .then(Mono.defer(() -> erasures.look(studentIds)))
                                        .then(Mono.defer(() -> handovers.look(studentIds))),
                        Mono.defer(upkeep::catchUp)));
    }

    /** The function that Spring Cloud Stream binds to {@code enrollmentFeed-in-0}. */
    @Bean
    Consumer<Message<List<byte[]>>> enrollmentFeed(
            StreamFeed<ProjectionReader.Entry> enrollmentEvents) {
        return enrollmentEvents::accept;
    }

    /** Who belongs where is known once the feed has caught up. */
    @Bean
    HealthIndicator enrollmentKnown(StreamFeed<ProjectionReader.Entry> enrollmentEvents) {
        return enrollmentEvents.readiness();
    }
}
