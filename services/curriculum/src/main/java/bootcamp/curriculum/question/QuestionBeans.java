package bootcamp.curriculum.question;

import bootcamp.curriculum.CurriculumEvent.OfQuestion;
import bootcamp.curriculum.lecture.LectureAccess;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.IdSource;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of questions at lectures. */
@Configuration(proxyBeanMethods = false)
public class QuestionBeans {

    @Bean
    AggregateStore<Question, QuestionCommand, OfQuestion> questionDocuments(
            AggregateStores stores) {
        return stores.of(Question.TYPE, "questions");
    }

    @Bean
    ListingStore questionListings(MongoDatabase database) {
        return new ListingStore(database, "questionListings", "questionIds");
    }

    @Bean
    ListingStore questionAuthors(MongoDatabase database) {
        return new ListingStore(database, "questionAuthors", "questionIds");
    }

    @Bean
    Questions questions(
            AggregateStore<Question, QuestionCommand, OfQuestion> questionDocuments,
            @Qualifier("questionListings") ListingStore questionListings,
            @Qualifier("questionAuthors") ListingStore questionAuthors,
            Students students,
            Clock clock) {
        return new Questions(questionDocuments, questionListings, questionAuthors, students, clock);
    }

    @Bean
    QuestionApi questionApi(
            Questions questions,
            LectureAccess access,
            Students students,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids) {
        return new QuestionApi(questions, access, students, idempotency, cursors, clock, ids);
    }
}
