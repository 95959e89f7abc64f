package bootcamp.review.box;

import bootcamp.platform.source.KeyedHash;
import bootcamp.review.school.School;
import bootcamp.review.ticket.TicketDesk;
import bootcamp.review.ticket.TicketKeys;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of reviews. */
@Configuration(proxyBeanMethods = false)
public class ReviewBeans {

    @Bean
    BoxStore boxes(MongoDatabase database) {
        return new BoxStore(database);
    }

    @Bean
    ReviewDesk reviewDesk(
            MongoDatabase database,
            BoxStore boxes,
            TicketKeys ticketKeys,
            School school,
            KeyedHash hash,
            Clock clock) {
        return new ReviewDesk(database, boxes, ticketKeys, school, hash, clock);
    }

    @Bean
    TicketApi ticketApi(TicketDesk ticketDesk) {
        return new TicketApi(ticketDesk);
    }

    @Bean
    SpendingApi spendingApi(ReviewDesk reviewDesk) {
        return new SpendingApi(reviewDesk);
    }

    @Bean
    SummaryApi summaryApi(BoxStore boxes, TicketKeys ticketKeys, School school) {
        return new SummaryApi(boxes, ticketKeys, school);
    }

    @Bean
    ModerationApi moderationApi(ReviewDesk reviewDesk, BoxStore boxes, TicketKeys ticketKeys) {
        return new ModerationApi(reviewDesk, boxes, ticketKeys);
    }
}
