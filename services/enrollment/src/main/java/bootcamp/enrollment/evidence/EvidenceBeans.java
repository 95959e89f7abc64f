package bootcamp.enrollment.evidence;

import bootcamp.enrollment.CurriculumTopic;
import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.OfRiskList;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.notice.NoticeFeed;
import bootcamp.enrollment.outreach.OutreachStore;
import bootcamp.enrollment.person.Eraser;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.risk.WarningModel;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentAccess;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.EnrollmentReader;
import bootcamp.enrollment.warning.RiskList;
import bootcamp.enrollment.warning.RiskList.ScoreRisks;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.stream.StreamFeed;
import bootcamp.platform.stream.StreamFeeds;
import bootcamp.platform.upkeep.Upkeep;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.messaging.Message;
import tools.jackson.databind.json.JsonMapper;

/** The beans of what students do. */
@Configuration(proxyBeanMethods = false)
public class EvidenceBeans {

    /** Where the model comes from as long as there is too little to learn from: docs/risk.md. */
    private static final ClassPathResource PRIOR =
            new ClassPathResource("early-warning-prior.json");

    /** A day begins somewhere each hour. */
    private static final Duration WARNING = Duration.ofHours(1);

    @Bean
    EvidenceStore evidenceStore(@Qualifier("database") MongoDatabase database) {
        return EvidenceStore.in(database, "evidence");
    }

    @Bean
    EvidenceDesk evidenceDesk(EvidenceStore records, Clock clock) {
        return new EvidenceDesk(records, clock);
    }

    @Bean
    CompletionPolicyStore completionPolicies(
            @Qualifier("database") MongoDatabase database, JsonMapper json) {
        return new CompletionPolicyStore(database, json);
    }

    @Bean
    CompletionDesk completionDesk(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            EnrollmentReader reader,
            CompletionPolicyStore policies,
            EvidenceDesk evidence,
            ExceptionStore exceptions,
            VerdictStore verdicts,
            Eraser eraser,
            Clock clock) {
        return new CompletionDesk(
                cohorts,
                enrollments,
                reader,
                policies,
                evidence,
                exceptions,
                verdicts,
                eraser,
                clock);
    }

    @Bean
    ExceptionStore exceptionStore(@Qualifier("people") MongoDatabase people, JsonMapper json) {
        return new ExceptionStore(people, json);
    }

    @Bean
    VerdictStore verdictStore(@Qualifier("database") MongoDatabase database, JsonMapper json) {
        return new VerdictStore(database, json);
    }

    @Bean
    Verdicts verdicts(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            CompletionDesk desk,
            VerdictStore store,
            Clock clock) {
        return new Verdicts(cohorts, enrollments, desk, store, clock);
    }

    @Bean
    VerdictApi verdictApi(
            CompletionDesk desk, Verdicts verdicts, EnrollmentAccess access, Clock clock) {
        return new VerdictApi(desk, verdicts, access, clock);
    }

    @Bean
    AttentionApi attentionApi(
            CompletionDesk desk,
            OutreachStore outreach,
            WarningDesk warnings,
            PersonStore persons) {
        return new AttentionApi(desk, outreach, warnings, persons);
    }

    @Bean
    AggregateStore<RiskList, ScoreRisks, OfRiskList> riskLists(AggregateStores stores) {
        return stores.of(RiskList.TYPE, "riskLists");
    }

    @Bean
    WarningDesk warningDesk(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            AggregateStore<RiskList, ScoreRisks, OfRiskList> riskLists,
            EvidenceDesk evidence,
            @Qualifier("database") MongoDatabase database,
            Clock clock,
            JsonMapper json)
            throws IOException {
        WarningModel prior = json.readValue(PRIOR.getContentAsByteArray(), WarningModel.class);
        return new WarningDesk(
                cohorts,
                enrollments,
                riskLists,
                evidence,
                new WarningStore(database, json),
                prior,
                clock);
    }

    @Bean
    Upkeep.Chore earlyWarning(WarningDesk desk) {
        return new Upkeep.Chore(WARNING, "early warning", desk::tick);
    }

    @Bean
    RiskApi riskApi(CompletionDesk cohorts, WarningDesk desk, Idempotency idempotency) {
        return new RiskApi(cohorts, desk, idempotency);
    }

    @Bean
    CompletionApi completionApi(CompletionDesk desk, Idempotency idempotency) {
        return new CompletionApi(desk, idempotency);
    }

    @Bean(initMethod = "start")
    StreamFeed<ProjectionReader.Entry> evidenceEvents(EvidenceStore records, StreamFeeds feeds) {
        return feeds.of(
                EvidenceFeed.OF_CURRICULUM,
                CurriculumTopic.SERVICE,
                CurriculumTopic.CODEC,
                new EvidenceFeed(records));
    }

    /** The function that Spring Cloud Stream binds to {@code evidenceFeed-in-0}. */
    @Bean
    Consumer<Message<List<byte[]>>> evidenceFeed(
            @Qualifier("evidenceEvents") StreamFeed<ProjectionReader.Entry> evidenceEvents) {
        return evidenceEvents::accept;
    }

    @Bean(initMethod = "start")
    StreamFeed<ProjectionReader.Entry> submissionEvents(
            EvidenceStore records, NoticeFeed noticeReader, StreamFeeds feeds) {
        return feeds.of(
                EvidenceFeed.OF_COMPETITION,
                "competition",
                EvidenceFeed.COMPETITION,
                new EvidenceFeed(records, noticeReader));
    }

    /** The function that Spring Cloud Stream binds to {@code submissionFeed-in-0}. */
    @Bean
    Consumer<Message<List<byte[]>>> submissionFeed(
            @Qualifier("submissionEvents") StreamFeed<ProjectionReader.Entry> submissionEvents) {
        return submissionEvents::accept;
    }
}
