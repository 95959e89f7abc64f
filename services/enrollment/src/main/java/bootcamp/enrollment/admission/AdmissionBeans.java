package bootcamp.enrollment.admission;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.notice.Postman;
import bootcamp.enrollment.person.Eraser;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.Registrar;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import bootcamp.platform.task.Background;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The beans of applying for a cohort. */
@Configuration(proxyBeanMethods = false)
public class AdmissionBeans {

    private static final Duration LINK = Duration.ofSeconds(30);
    private static final Duration WRITE = Duration.ofSeconds(5);
    private static final Duration FORGET = Duration.ofHours(1);

    @Bean
    FormStore admissionForms(@Qualifier("database") MongoDatabase database, JsonMapper json) {
        return new FormStore(database, json);
    }

    @Bean
    ApplicationFileStore applicationFiles(
            @Qualifier("people") MongoDatabase people, KeyedHash hash, IdSource ids, Clock clock) {
        return new ApplicationFileStore(people, hash, ids, clock);
    }

    @Bean
    ApplicationStore applicationStore(
            @Qualifier("people") MongoDatabase people,
            ApplicationFileStore applicationFiles,
            PersonStore persons,
            JsonMapper json) {
        return new ApplicationStore(people, applicationFiles, persons, json);
    }

    @Bean
    ApplyTryStore applyTries(
            @Qualifier("database") MongoDatabase database, KeyedHash hash, Clock clock) {
        return new ApplyTryStore(database, hash, clock);
    }

    @Bean
    Applications applications(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            ApplicationStore applicationStore,
            ApplicationFileStore applicationFiles,
            Registrar registrar,
            PersonStore persons,
            Eraser eraser,
            KeyStore keys,
            KeyedHash hash,
            Clock clock) {
        return new Applications(
                cohorts,
                enrollments,
                applicationStore,
                applicationFiles,
                registrar,
                persons,
                eraser,
                keys,
                hash,
                clock);
    }

    @Bean
    DecisionStore decisionStore(@Qualifier("people") MongoDatabase people, JsonMapper json) {
        return new DecisionStore(people, json);
    }

    @Bean
    DecisionLetters decisionLetters(
            DecisionStore decisionStore,
            ApplicationStore applicationStore,
            PersonStore persons,
            Eraser eraser,
            Postman postman,
            Clock clock) {
        return new DecisionLetters(
                decisionStore, applicationStore, persons, eraser, postman, clock);
    }

    @Bean
    DecisionApi decisionApi(
            Applications applications,
            ApplicationStore applicationStore,
            DecisionStore decisionStore,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            Registrar registrar,
            Idempotency idempotency,
            Texts texts,
            Clock clock) {
        return new DecisionApi(
                applications,
                applicationStore,
                decisionStore,
                enrollments,
                registrar,
                idempotency,
                texts,
                clock);
    }

    @Bean
    FormApi formApi(Applications applications, FormStore admissionForms) {
        return new FormApi(applications, admissionForms);
    }

    @Bean
    ApplicationApi applicationApi(
            Applications applications,
            ApplicationStore applicationStore,
            FormStore admissionForms,
            ApplyTryStore applyTries,
            DecisionStore decisionStore,
            DecisionLetters decisionLetters,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids) {
        return new ApplicationApi(
                applications,
                applicationStore,
                admissionForms,
                applyTries,
                decisionStore,
                decisionLetters,
                enrollments,
                idempotency,
                cursors,
                clock,
                ids);
    }

    @Bean
    ApplicationFileApi applicationFileApi(
            Applications applications,
            ApplicationStore applicationStore,
            ApplicationFileStore applicationFiles,
            FormStore admissionForms,
            ApplyTryStore applyTries,
            Idempotency idempotency) {
        return new ApplicationFileApi(
                applications,
                applicationStore,
                applicationFiles,
                admissionForms,
                applyTries,
                idempotency);
    }

    @Bean
    InitializingBean admissionChores(
            Background background,
            Applications applications,
            ApplyTryStore applyTries,
            DecisionLetters decisionLetters) {
        return () -> {
            background.every(LINK, "looking after applications", applications::catchUp);
            background.every(FORGET, "forgetting who was not enrolled", applications::forgetDue);
            background.every(FORGET, "removal of files of nobody", applications::sweepFiles);
            background.every(FORGET, "forgetting counts of applications", applyTries::sweep);
            background.every(WRITE, "writing of decisions", decisionLetters::send);
        };
    }
}
