package bootcamp.curriculum.school;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.event.TopicTable;
import bootcamp.platform.event.Topics;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What was read and written down before the service had to know of days comes right by itself. */
class OlderInstallationTest {

    private static final String COHORT = "from-before";
    private static final int PARTITIONS = 12;

    @TempDir Path directory;

    @Test
    void whoWasReadBeforeIsOnTheSheet() throws Exception {
        try (var broker = EmbeddedBroker.start(directory);
                var database = EmbeddedDatabase.inMemory()) {
            TopicTable.fromClassPath().createMissing(broker.bootstrapServers());
            try (var school = new SchoolTopic(broker.bootstrapServers())) {
                school.cohort(COHORT);
                school.enrollment("hana", COHORT, 1, "ENROLLED");
            }
            readAsBefore(broker.bootstrapServers(), database.uri());

            try (var service =
                    RunningService.on(
                            CurriculumApplication.NAME,
                            CurriculumApplication::builder,
                            broker.bootstrapServers(),
                            database.uri())) {
                Answer marked =
                        service.as(STAFF)
                                .put(
                                        "/api/cohorts/" + COHORT + "/attendance/2024-01-03",
                                        """
                                        {"entries": [{"studentId": "hana", "status": "PRESENT"}]}
                                        """);

                assertThat(marked.status()).as(marked.response().body()).isEqualTo(200);
            }
        }
    }

    /** The documents and the offsets that the service left before. */
    private static void readAsBefore(String bootstrapServers, String uri) throws Exception {
        try (var client = MongoClients.create(uri);
                var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var before = client.getDatabase("bootcamp_curriculum");
            write(
                    before.getCollection("cohorts"),
                    new Document("_id", COHORT)
                            .append("version", 1L)
                            .append("timeZone", "Asia/Seoul"));
            write(
                    before.getCollection("students"),
                    new Document("_id", "hana/" + COHORT)
                            .append("version", 1L)
                            .append("status", "ENROLLED"));
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                ends.put(
                        new TopicPartition(Topics.events("enrollment"), partition),
                        OffsetSpec.latest());
            }
            Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                    admin.listOffsets(ends).all().get().entrySet()) {
                read.put(end.getKey(), new OffsetAndMetadata(end.getValue().offset()));
            }
            admin.alterConsumerGroupOffsets("curriculum", read).all().get();
        }
    }

    private static void write(MongoCollection<Document> collection, Document document) {
        Mono.from(collection.insertOne(document)).block();
    }
}
