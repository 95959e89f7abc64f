package bootcamp.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The pages over HTTP: documents, files, caching, headers. */
class PageApiTest {

    private static final PageFiles FILES = PageFiles.read();
    private static final String FOLDER = PageApi.ASSETS + FILES.build() + "/";

    private final WebTestClient client =
            WebTestClient.bindToRouterFunction(
                            PageApi.routes(
                                    id ->
                                            id.equals("known")
                                                    ? Optional.of("NLP \"&\" <b>더하기</b>")
                                                    : Optional.empty()))
                    .webFilter(new SecurityHeadersApi())
                    .configureClient()
                    .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(1 << 20))
                    .build();

    static java.util.List<String> pages() {
        return PageApi.PAGES.stream().map(page -> page.replace("{id}", "ai-lab-3")).toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyAddressOfAPageAnswersWithTheDocumentUnderTheStrictPolicy(String page) {
        client.get()
                .uri(page)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("text/html;charset=UTF-8")
                .expectHeader()
                .valueEquals("Content-Security-Policy", SecurityHeadersApi.POLICY)
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader()
                .valueEquals("Referrer-Policy", "no-referrer")
                .expectHeader()
                .doesNotExist("Strict-Transport-Security");
    }

    @Test
    void aSharedLectureHasItsTitleInTheDocumentAndNoMarkupOfIt() {
        assertThat(document("/l/known"))
                .contains(
                        "<title>NLP &quot;&amp;&quot; &lt;b&gt;더하기&lt;/b&gt; · Bootcamp</title>",
                        "content=\"NLP &quot;&amp;&quot; &lt;b&gt;더하기&lt;/b&gt;\"");
        assertThat(document("/l/unknown")).contains("<title>Bootcamp</title>");
        assertThat(document("/lectures/known")).contains("<title>Bootcamp</title>");
    }

    private String document(String address) {
        return Objects.requireNonNull(
                client.get()
                        .uri(address)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }

    @Test
    void thePolicyAllowsNothingInline() {
        assertThat(SecurityHeadersApi.POLICY).doesNotContain("unsafe", "data:", "*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ko-KR,ko;q=0.9,en;q=0.8 | | ko",
                "en-GB,ko;q=0.5          | | en",
                "de                      | | en",
                "*                       | | en",
                "ko                      | en | en",
                "en                      | ko | ko",
                "en                      | xx | en",
            })
    void theLanguageIsTheOneChosenElseTheOneTheBrowserAsksFor(
            String asked, String cookie, String language) {
        WebTestClient.RequestHeadersSpec<?> request =
                client.get().uri("/").header(HttpHeaders.ACCEPT_LANGUAGE, asked);

        String html = text((cookie == null ? request : request.cookie("lang", cookie)).exchange());

        assertThat(html).contains("<html lang=\"" + language + "\"");
        assertThat(html).contains("/i18n/" + language + ".js").doesNotContain("{{");
    }

    @Test
    void theThemeIsTheOneChosen() {
        assertThat(text(client.get().uri("/").cookie("theme", "dark").exchange()))
                .contains("data-theme=\"dark\"");
        assertThat(text(client.get().uri("/").cookie("theme", "\"><b").exchange()))
                .contains("data-theme=\"auto\"");
    }

    @Test
    void aFileOfThisBuildIsKeptForGood() {
        client.get()
                .uri(FOLDER + "js/app.js")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "max-age=31536000, public, immutable")
                .expectHeader()
                .contentType("text/javascript;charset=UTF-8")
                .expectHeader()
                .exists("Content-Security-Policy");
    }

    @Test
    void aFileOfAnotherBuildIsServedButAskedForAgain() {
        client.get()
                .uri("/assets/0123456789abcdef/js/app.js")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    @Test
    void whatTheBrowserHasIsNotSentAgain() {
        String etag =
                client.get()
                        .uri("/")
                        .exchange()
                        .returnResult(Void.class)
                        .getResponseHeaders()
                        .getETag();

        client.get()
                .uri("/")
                .header(HttpHeaders.IF_NONE_MATCH, Objects.requireNonNull(etag))
                .exchange()
                .expectStatus()
                .isNotModified();
    }

    @Test
    void whoTakesGzipGetsTheSameBytesCompressed() throws IOException {
        String uri = FOLDER + "css/app.css";
        byte[] plain = bytes(client.get().uri(uri).exchange());

        byte[] packed =
                bytes(
                        client.get()
                                .uri(uri)
                                .header(HttpHeaders.ACCEPT_ENCODING, "br, gzip")
                                .exchange()
                                .expectHeader()
                                .valueEquals(HttpHeaders.CONTENT_ENCODING, "gzip"));

        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
                .isEqualTo(plain);
        assertThat(packed).hasSizeLessThan(plain.length / 2);
    }

    @Test
    void litHtmlComesFromItsJar() {
        String lit = text(client.get().uri(FOLDER + "vendor/lit-html.js").exchange());

        assertThat(lit).contains("lit-html").contains("createPolicy");
    }

    @Test
    void aWrongAddressIsAPageForPeopleOnly() {
        client.get()
                .uri("/nowhere")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType("text/html;charset=UTF-8");
        client.get()
                .uri("/nowhere")
                .accept(MediaType.APPLICATION_JSON)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .isEmpty();
        client.get()
                .uri("/api/nowhere")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "js/none.js",
        "index.html",
        "../application.yml",
        "..%2Fgateway.yml",
        "vendor/development/lit-html.js"
    })
    void nothingButTheFilesOfThePagesIsServed(String name) {
        HttpStatus status =
                (HttpStatus)
                        client.get()
                                .uri(java.net.URI.create(FOLDER + name))
                                .exchange()
                                .returnResult(Void.class)
                                .getStatus();

        assertThat(status).isEqualTo(HttpStatus.NOT_FOUND);
    }

    private static String text(WebTestClient.ResponseSpec response) {
        EntityExchangeResult<String> result =
                response.expectStatus().isOk().expectBody(String.class).returnResult();
        return Objects.requireNonNull(result.getResponseBody());
    }

    private static byte[] bytes(WebTestClient.ResponseSpec response) {
        return Objects.requireNonNull(
                response.expectStatus().isOk().expectBody().returnResult().getResponseBody());
    }
}
