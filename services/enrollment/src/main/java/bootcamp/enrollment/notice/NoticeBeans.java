package bootcamp.enrollment.notice;

import bootcamp.enrollment.CurriculumTopic;
import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Texts;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.source.KeyedHash;
import bootcamp.platform.stream.StreamFeed;
import bootcamp.platform.stream.StreamFeeds;
import bootcamp.platform.task.Background;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** The beans of what students are told: letters, and notices. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MailProperties.class)
public class NoticeBeans {

    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Duration SEND = Duration.ofSeconds(5);

    /** Null: no mail server is configured. */
    @Bean
    @Nullable MailServer mailServer(MailProperties properties) {
        return properties.host() == null ? null : new MailServer(properties);
    }

    @Bean
    LetterStore letterStore(
            @Qualifier("database") MongoDatabase database, KeyedHash hash, Clock clock) {
        return new LetterStore(database, hash, clock);
    }

    @Bean
    HomeZones homeZones(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments) {
        return new HomeZones(cohorts, enrollments);
    }

    @Bean
    Letters letters(
            ObjectProvider<MailServer> server,
            PersonStore persons,
            HomeZones zones,
            LetterStore store,
            Texts texts) {
        return new Letters(
                server.getIfAvailable(), persons, zones, store, texts, Letters.BATCH_LIFE);
    }

    @Bean
    Postman postman(ObjectProvider<MailServer> server, LetterStore store) {
        return new Postman(server.getIfAvailable(), store);
    }

    @Bean
    MailApi mailApi(Letters letters) {
        return new MailApi(letters);
    }

    @Bean
    InitializingBean letterChores(Background background, LetterStore store) {
        return () -> background.every(SWEEP, "forgetting old letters", store::sweep);
    }

    // ---- notices

    @Bean
    Projection news(@Qualifier("database") MongoDatabase database) {
        return new Projection(database, "news");
    }

    @Bean
    NoticeMarkStore noticeMarks(@Qualifier("database") MongoDatabase database) {
        return new NoticeMarkStore(database);
    }

    @Bean
    NoticeFeed noticeReader(
            @Qualifier("news") Projection news,
            @Qualifier("attendanceOutcomes") Projection attendanceOutcomes,
            ObjectProvider<NoticeLetters> letters) {
        NoticeLetters known = letters.getIfAvailable();
        return known == null
                ? new NoticeFeed(news, attendanceOutcomes)
                : new NoticeFeed(news, attendanceOutcomes, known::note);
    }

    @Bean(initMethod = "start")
    StreamFeed<ProjectionReader.Entry> curriculumEvents(
            NoticeFeed noticeReader, StreamFeeds feeds) {
        return feeds.of(
                NoticeFeed.READER, CurriculumTopic.SERVICE, CurriculumTopic.CODEC, noticeReader);
    }

    /** The function that Spring Cloud Stream binds to {@code noticeFeed-in-0}. */
    @Bean
    Consumer<Message<List<byte[]>>> noticeFeed(
            StreamFeed<ProjectionReader.Entry> curriculumEvents) {
        return curriculumEvents::accept;
    }

    @Bean
    Notices notices(
            @Qualifier("news") Projection news,
            PersonStore persons,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments) {
        return new Notices(news, persons, enrollments);
    }

    @Bean
    NoticeApi noticeApi(
            Notices notices, NoticeMarkStore noticeMarks, Cursors cursors, Clock clock) {
        return new NoticeApi(notices, noticeMarks, cursors, clock);
    }

    /** Null: no mail server is configured, so notices are read at the pages alone. */
    @Bean
    @Nullable NoticeLetters noticeLetters(
            ObjectProvider<MailServer> server,
            @Qualifier("database") MongoDatabase database,
            LetterStore letterStore,
            Notices notices,
            NoticeMarkStore noticeMarks,
            PersonStore persons,
            Texts texts,
            Clock clock) {
        MailServer known = server.getIfAvailable();
        return known == null
                ? null
                : new NoticeLetters(
                        known,
                        new DueLetterStore(database),
                        letterStore,
                        notices,
                        noticeMarks,
                        persons,
                        texts,
                        clock);
    }

    @Bean
    InitializingBean noticeChores(Background background, ObjectProvider<NoticeLetters> letters) {
        return () ->
                letters.ifAvailable(
                        known -> background.every(SEND, "writing of notices", known::send));
    }
}
