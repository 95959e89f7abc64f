package bootcamp.gateway.route;

import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.databind.node.ObjectNode;

/** Serves the OpenAPI document. */
@RestController
final class OpenApiApi {

    private final String document;
    private final String etag;

    OpenApiApi(ObjectNode document) {
        this.document = document.toString();
        this.etag =
                '"'
                        + DigestUtils.md5DigestAsHex(this.document.getBytes(StandardCharsets.UTF_8))
                        + '"';
    }

    @GetMapping("/api/openapi.json")
    ResponseEntity<String> document(ServerWebExchange exchange) {
        if (exchange.checkNotModified(etag)) {
            return ResponseEntity.status(304).eTag(etag).build();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noCache())
                .eTag(etag)
                .body(document);
    }
}
