package bootcamp.review.school;

import bootcamp.platform.projection.Lookup;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.stream.StreamFeed;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** The beans of what is known of the school. */
@Configuration(proxyBeanMethods = false)
public class SchoolBeans {

    static final List<String> PROJECTIONS =
            List.of(
                    "cohorts",
                    "students",
                    "roster",
                    "modules",
                    "sessions",
                    "sheets",
                    "lectures",
                    "closedContests",
                    "contestants");

    @Bean
    SchoolFeed schoolFeed(MongoDatabase database) {
        Map<String, Projection> into = new HashMap<>();
        PROJECTIONS.forEach(name -> into.put(name, new Projection(database, name)));
        return new SchoolFeed(into);
    }

    @Bean
    School school(
            MongoDatabase database,
            @Qualifier("enrollmentEvents")
                    ObjectProvider<StreamFeed<ProjectionReader.Entry>> enrollmentEvents) {
        Projection cohorts = new Projection(database, "cohorts");
        return new School(
                cohorts,
                new Projection(database, "students"),
                new Projection(database, "roster"),
                new Projection(database, "modules"),
                new Projection(database, "sessions"),
                new Projection(database, "sheets"),
                new Projection(database, "lectures"),
                new Projection(database, "closedContests"),
                new Projection(database, "contestants"),
                new Lookup(cohorts, Mono.defer(() -> enrollmentEvents.getObject().isBehind())));
    }
}
