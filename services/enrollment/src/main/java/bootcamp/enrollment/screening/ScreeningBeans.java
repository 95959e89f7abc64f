package bootcamp.enrollment.screening;

import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.admission.Applications;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.http.Cursors;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The beans of screening. */
@Configuration(proxyBeanMethods = false)
public class ScreeningBeans {

    @Bean
    RubricStore rubricStore(@Qualifier("database") MongoDatabase database, JsonMapper json) {
        return new RubricStore(database, json);
    }

    @Bean
    ScoreStore scoreStore(@Qualifier("people") MongoDatabase people, JsonMapper json) {
        return new ScoreStore(people, json);
    }

    @Bean
    RubricApi rubricApi(Applications applications, RubricStore rubricStore) {
        return new RubricApi(applications, rubricStore);
    }

    @Bean
    OutcomeApi outcomeApi(
            Applications applications,
            RubricStore rubricStore,
            ScoreStore scoreStore,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments) {
        return new OutcomeApi(applications, rubricStore, scoreStore, enrollments);
    }

    @Bean
    ScoreApi scoreApi(
            Applications applications,
            RubricStore rubricStore,
            ScoreStore scoreStore,
            Cursors cursors,
            JsonMapper json,
            Clock clock) {
        return new ScoreApi(applications, rubricStore, scoreStore, cursors, json, clock);
    }
}
