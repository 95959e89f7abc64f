package bootcamp.platform.http;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * A program that asks the server in the same container whether it is ready: the health check of an
 * image that has no other program than Java.
 *
 * <p>Asks {@code 127.0.0.1} on {@code SERVER_PORT}. Exit status 0: it answered 200 within {@value
 * #MILLIS_MAX} ms; 1: it did not.
 */
public final class ReadinessProbe {

    private static final int MILLIS_MAX = 3_000;

    private ReadinessProbe() {}

    public static void main(String[] args) {
        System.exit(isReady(System.getenv("SERVER_PORT")) ? 0 : 1);
    }

    private static boolean isReady(String port) {
        try {
            HttpURLConnection asked =
                    (HttpURLConnection)
                            URI.create("http://127.0.0.1:" + port + "/readyz")
                                    .toURL()
                                    .openConnection();
            asked.setConnectTimeout(MILLIS_MAX);
            asked.setReadTimeout(MILLIS_MAX);
            return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notThere) {
            return false;
        }
    }
}
