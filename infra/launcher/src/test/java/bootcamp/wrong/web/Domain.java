package bootcamp.wrong.web;

import org.springframework.web.server.ServerWebExchange;

/** No API, but holds a request. */
record Domain(ServerWebExchange exchange) {}
