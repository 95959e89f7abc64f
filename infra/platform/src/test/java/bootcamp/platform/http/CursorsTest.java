package bootcamp.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.platform.source.KeyedHash;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

class CursorsTest {

    private final Cursors cursors = new Cursors(KeyedHash.of("0123456789abcdef"));

    @Test
    void walkingAListByItsCursorsMeetsEveryEntryOnce() {
        List<String> all = IntStream.range(0, 123).mapToObj("k%03d"::formatted).toList();
        List<String> met = new ArrayList<>();
        String cursor = null;

        do {
            MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
            query.add("limit", "50");
            if (cursor != null) {
                query.add("cursor", cursor);
            }
            PageRequest request = PageRequest.of(query, cursors, "letters");
            String after = request.after();
            List<String> found =
                    all.stream()
                            .filter(key -> after == null || key.compareTo(after) > 0)
                            .limit(request.limit() + 1L)
                            .toList();
            Page<String> page = request.page(found, key -> key, cursors, "letters");
            met.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);

        assertThat(met).isEqualTo(all);
    }

    @Test
    void aCursorOfAnotherListOrMadeUpIsRefused() {
        String cursor = cursors.cursor("cohorts", "a");

        assertThat(cursors.key("cohorts", cursor)).isEqualTo("a");
        for (String bad : List.of("", "x", "%%%", cursor + "A", cursor.substring(2))) {
            assertThatThrownBy(() -> cursors.key("cohorts", bad)).hasMessage("INVALID_CURSOR");
        }
        assertThatThrownBy(() -> cursors.key("students", cursor)).hasMessage("INVALID_CURSOR");
    }

    @Test
    void aLimitOutOfRangeIsRefused() {
        for (String bad : List.of("0", "201", "-1", "x", "", "1e2")) {
            MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
            query.add("limit", bad);
            assertThatThrownBy(() -> PageRequest.of(query, cursors, "letters"))
                    .hasMessage("MALFORMED_REQUEST");
        }
    }
}
