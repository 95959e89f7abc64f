package bootcamp.review;

import bootcamp.platform.http.Texts;
import bootcamp.platform.http.Unseen;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.service.DecidingConfiguration;
import bootcamp.platform.service.ServiceConfiguration;
import bootcamp.platform.stream.StreamFeed;
import bootcamp.platform.stream.StreamFeeds;
import bootcamp.platform.task.Background;
import bootcamp.platform.upkeep.OwnTopicFeed;
import bootcamp.platform.upkeep.Upkeep;
import bootcamp.review.box.ReviewBeans;
import bootcamp.review.box.SummaryPress;
import bootcamp.review.box.SummaryProperties;
import bootcamp.review.conduct.ConductBeans;
import bootcamp.review.school.SchoolBeans;
import bootcamp.review.school.SchoolFeed;
import bootcamp.review.ticket.TicketBeans;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;
import reactor.core.publisher.Mono;

/** The review service: main, and the beans that its features share or that tie them. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    ServiceConfiguration.class,
    DecidingConfiguration.class,
    SchoolBeans.class,
    TicketBeans.class,
    ConductBeans.class,
    ReviewBeans.class
})
public class ReviewApplication {

    /** Of the configuration file {@code review.yml}, the topic and the audience. */
    public static final String NAME = "review";

    /** Requests of nobody that are in work at once. */
    private static final int AT_ONCE = 100;

    public static void main(String[] args) {
        builder().run(args);
    }

    /** For the launcher and tests, which run several contexts in one JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(ReviewApplication.class)
                .properties("spring.config.name=" + NAME);
    }

    @Bean
    Texts texts() {
        return Texts.of(NAME);
    }

    /** What is asked by nobody. */
    @Bean
    Unseen unseen() {
        return new Unseen(
                Stream.of(ReviewBeans.UNSEEN, ConductBeans.UNSEEN).flatMap(List::stream).toList());
    }

    @Bean
    Places places() {
        return new Places(AT_ONCE);
    }

    // ---- what is done

    @Bean
    Upkeep upkeep(
            OutboxRelay relay,
            OwnTopicFeed ownTopicFeed,
            KeyStore keys,
            Background background,
            SummaryPress summaryPress,
            SummaryProperties summaries) {
        return new Upkeep(
                relay,
                ownTopicFeed,
                keys,
                background,
                Mono.empty(),
                new Upkeep.Chore(summaries.every(), "figures that moved", summaryPress::publish));
    }

    // ---- what is read

    @Bean(initMethod = "start")
    StreamFeed<ProjectionReader.Entry> enrollmentEvents(SchoolFeed schoolFeed, StreamFeeds feeds) {
        return feeds.of(SchoolFeed.OF_ENROLLMENT, "enrollment", SchoolFeed.ENROLLMENT, schoolFeed);
    }

    @Bean(initMethod = "start")
    StreamFeed<ProjectionReader.Entry> curriculumEvents(SchoolFeed schoolFeed, StreamFeeds feeds) {
        return feeds.of(SchoolFeed.OF_CURRICULUM, "curriculum", SchoolFeed.CURRICULUM, schoolFeed);
    }

    @Bean(initMethod = "start")
    StreamFeed<ProjectionReader.Entry> competitionEvents(SchoolFeed schoolFeed, StreamFeeds feeds) {
        return feeds.of(
                SchoolFeed.OF_COMPETITION, "competition", SchoolFeed.COMPETITION, schoolFeed);
    }

    /**
     * The functions that Spring Cloud Stream binds to {@code enrollmentFeed-in-0} and the others.
     */
    @Bean
    Consumer<Message<List<byte[]>>> enrollmentFeed(
            @Qualifier("enrollmentEvents") StreamFeed<ProjectionReader.Entry> enrollmentEvents) {
        return enrollmentEvents::accept;
    }

    @Bean
    Consumer<Message<List<byte[]>>> curriculumFeed(
            @Qualifier("curriculumEvents") StreamFeed<ProjectionReader.Entry> curriculumEvents) {
        return curriculumEvents::accept;
    }

    @Bean
    Consumer<Message<List<byte[]>>> competitionFeed(
            @Qualifier("competitionEvents") StreamFeed<ProjectionReader.Entry> competitionEvents) {
        return competitionEvents::accept;
    }

    /** Who belongs where is known once the feed has caught up. */
    @Bean
    HealthIndicator enrollmentKnown(
            @Qualifier("enrollmentEvents") StreamFeed<ProjectionReader.Entry> enrollmentEvents) {
        return enrollmentEvents.readiness();
    }

    @Bean
    HealthIndicator curriculumKnown(
            @Qualifier("curriculumEvents") StreamFeed<ProjectionReader.Entry> curriculumEvents) {
        return curriculumEvents.readiness();
    }

    @Bean
    HealthIndicator competitionKnown(
            @Qualifier("competitionEvents") StreamFeed<ProjectionReader.Entry> competitionEvents) {
        return competitionEvents.readiness();
    }
}
