package bootcamp.enrollment.outreach;

import bootcamp.enrollment.person.Eraser;
import bootcamp.enrollment.roster.EnrollmentAccess;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.source.IdSource;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The beans of what is done to reach students. */
@Configuration(proxyBeanMethods = false)
public class OutreachBeans {

    @Bean
    OutreachStore outreachStore(@Qualifier("people") MongoDatabase people, JsonMapper json) {
        return new OutreachStore(people, json);
    }

    @Bean
    OutreachApi outreachApi(
            OutreachStore store,
            EnrollmentAccess access,
            Eraser eraser,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids) {
        return new OutreachApi(store, access, eraser, idempotency, cursors, clock, ids);
    }
}
