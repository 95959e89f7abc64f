package bootcamp.enrollment.certificate;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.evidence.Verdicts;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoDatabase;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of certificates. */
@Configuration(proxyBeanMethods = false)
public class CertificateBeans {

    @Bean
    CertificateApi certificateApi(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            PersonStore persons,
            Verdicts verdicts,
            @Qualifier("people") MongoDatabase people,
            KeyedHash hash) {
        return new CertificateApi(
                new Certificates(
                        cohorts,
                        enrollments,
                        persons,
                        verdicts,
                        new CertificateStore(people),
                        hash));
    }
}
