package bootcamp.review.box;

import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.http.Unseen;
import bootcamp.platform.source.KeyedHash;
import bootcamp.review.Places;
import bootcamp.review.conduct.ConductDesk;
import bootcamp.review.school.School;
import bootcamp.review.ticket.TicketDesk;
import bootcamp.review.ticket.TicketKeyStore;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The beans of reviews. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SummaryProperties.class)
public class ReviewBeans {

    /** What is sent with a ticket is sent by nobody, and keys are compared by nobody. */
    public static final List<Unseen.Route> UNSEEN =
            Stream.concat(SpendingApi.ROUTES.stream(), Stream.of(KeyApi.ROUTE)).toList();

    /** Targets whose reviews are read at once. */
    private static final int PAGE = 200;

    @Bean
    BoxStore boxes(MongoDatabase database) {
        return new BoxStore(database);
    }

    @Bean
    ReviewDesk reviewDesk(
            BoxStore boxes,
            ConductDesk conductDesk,
            TicketKeyStore ticketKeys,
            School school,
            KeyedHash hash,
            Clock clock) {
        return new ReviewDesk(boxes, conductDesk, ticketKeys, school, hash, clock);
    }

    @Bean
    SummaryPress summaryPress(
            AggregateStores stores,
            BoxStore boxes,
            TicketKeyStore ticketKeys,
            School school,
            KeyedHash hash) {
        return new SummaryPress(
                stores.of(ReviewSummary.TYPE, "summaries"), boxes, ticketKeys, school, hash);
    }

    @Bean
    TicketApi ticketApi(TicketDesk ticketDesk) {
        return new TicketApi(ticketDesk);
    }

    @Bean
    SpendingApi spendingApi(ReviewDesk reviewDesk, Places places, JsonMapper json) {
        return new SpendingApi(reviewDesk, places, json);
    }

    @Bean
    KeyApi keyApi(TicketKeyStore ticketKeys, School school, Places places) {
        return new KeyApi(ticketKeys, school, places);
    }

    @Bean
    TopicDesk topicDesk(BoxStore boxes, TicketKeyStore ticketKeys) {
        return new TopicDesk(
                ticketKeys
                        .findAll()
                        .map(each -> each.target().key())
                        .buffer(PAGE)
                        .concatMap(boxes::findAll));
    }

    @Bean
    AnswerStore answers(MongoDatabase database) {
        return new AnswerStore(database);
    }

    @Bean
    AnswerApi answerApi(AnswerStore answers, BoxStore boxes, TicketKeyStore ticketKeys) {
        return new AnswerApi(answers, boxes, ticketKeys);
    }

    @Bean
    SummaryApi summaryApi(
            BoxStore boxes,
            TicketKeyStore ticketKeys,
            School school,
            TopicDesk topicDesk,
            AnswerStore answers) {
        return new SummaryApi(boxes, ticketKeys, school, topicDesk, answers);
    }

    @Bean
    ProgrammeApi programmeApi(BoxStore boxes, TicketKeyStore ticketKeys, MongoDatabase database) {
        return new ProgrammeApi(boxes, ticketKeys, new PublicProgrammeStore(database));
    }

    @Bean
    ModerationApi moderationApi(ReviewDesk reviewDesk, BoxStore boxes, TicketKeyStore ticketKeys) {
        return new ModerationApi(reviewDesk, boxes, ticketKeys);
    }
}
