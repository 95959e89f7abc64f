package bootcamp.launcher;

import bootcamp.launcher.client.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Whether a gateway or a service says that it is ready: {@code GET /readyz} is 200. */
final class Readiness {

    private static final int ATTEMPTS_MAX = 1200;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Readiness() {}

    /**
     * Blocks until it is ready.
     *
     * @param name of the program, for who reads that it is not
     * @throws CommandFailure after two minutes, or when interrupted
     */
    static void await(String name, URI program) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < ATTEMPTS_MAX; i++) {
                if (isReady(http, program)) {
                    return;
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CommandFailure("The %s did not become ready; its log says why.".formatted(name));
    }

    /** Now, without waiting. */
    static boolean isReady(URI program) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return isReady(http, program);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isReady(HttpClient http, URI program) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(program.resolve("/readyz"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
