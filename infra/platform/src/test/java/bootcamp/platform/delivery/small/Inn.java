package bootcamp.platform.delivery.small;

import bootcamp.platform.delivery.Log;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.json.JsonMapper;

/** Small histories for what knows no domain: houses and their guests. */
public final class Inn {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final EventCodec CODEC = EventCodec.ofAll();

    private Inn() {}

    /** Houses and their guests: each guest names the house. */
    public static Log history(long seed) {
        Random random = new Random(seed);
        List<ProducerRecord<String, byte[]>> sent = new ArrayList<>();
        Map<String, Integer> versions = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            boolean house = random.nextInt(4) == 0;
            String id = (house ? "h" : "g") + random.nextInt(house ? 2 : 6);
            int version = versions.merge(id, 1, Integer::sum);
            String state =
                    "{\"house\": \"h%s\", \"n\": %d}"
                            .formatted(house ? id.substring(1) : version % 2, random.nextInt(1000));
            var event =
                    new Event(
                            house ? "House" : "Guest",
                            id,
                            version,
                            1,
                            "inn",
                            Instant.EPOCH.plusSeconds(i),
                            List.of(JSON.readTree("{\"type\": \"Changed\"}")),
                            JSON.readTree(state),
                            null);
            sent.add(CODEC.encode("bootcamp.inn", Math.floorMod(id.hashCode(), 3), event));
        }
        return Log.of(sent);
    }
}
