package bootcamp.wrong.module;

import bootcamp.gateway.GatewayApplication;

/** A service that knows the gateway. */
record Neighbour(GatewayApplication gateway) {}
