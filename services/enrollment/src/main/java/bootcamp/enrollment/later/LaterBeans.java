package bootcamp.enrollment.later;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.evidence.Verdicts;
import bootcamp.enrollment.person.Eraser;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentAccess;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.platform.aggregate.AggregateStore;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The beans of what became of those who completed. */
@Configuration(proxyBeanMethods = false)
public class LaterBeans {

    @Bean
    LaterOutcomeStore laterOutcomeStore(
            @Qualifier("people") MongoDatabase people, JsonMapper json) {
        return new LaterOutcomeStore(people, json);
    }

    @Bean
    LaterOutcomeApi laterOutcomeApi(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            Verdicts verdicts,
            LaterOutcomeStore laterOutcomeStore,
            Eraser eraser,
            EnrollmentAccess access,
            Clock clock) {
        return new LaterOutcomeApi(
                new LaterOutcomes(cohorts, enrollments, verdicts, laterOutcomeStore, eraser, clock),
                access);
    }
}
