package clda.boot;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is.
 *
 * @param address {@code redis://} or, with TLS, {@code rediss://}; without credentials
 * @param user null for the default user
 * @param prefix of the names of everything that is kept there
 */
record RedisSettings(URI address, @Nullable String user, @Nullable String password, String prefix) {

    private static final int DEFAULT_PORT = 6379;
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * @return empty if no Redis is configured
     * @throws IllegalArgumentException naming the property that is wrong
     */
    static Optional<RedisSettings> from(Config config) {
        return Settings.text(config, "clda.redis.url").map(url -> {
            URI address = address(url);
            String password = Settings.text(config, "clda.redis.password").orElse(null);
            RedisSettings settings = new RedisSettings(
                    address,
                    Settings.text(config, "clda.redis.user").orElse(null),
                    password,
                    Settings.text(config, "clda.redis.prefix").orElse("clda"));
            boolean production = Settings.text(config, "mp.config.profile")
                    .filter("prod"::equals)
                    .isPresent();
            if (production && password != null && !settings.encrypted() && !HERE.contains(address.getHost())) {
                throw new IllegalArgumentException(
                        "clda.redis.url begins with redis: who listens on the way could read the password; use rediss");
            }
            return settings;
        });
    }

    private static URI address(String text) {
        URI address;
        try {
            address = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("clda.redis.url is not an address such as redis://localhost:6379");
        }
        boolean known = "redis".equals(address.getScheme()) || "rediss".equals(address.getScheme());
        if (!known || address.getHost() == null) {
            throw new IllegalArgumentException("clda.redis.url is not an address such as redis://localhost:6379");
        }
        if (address.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "clda.redis.url holds credentials: use clda.redis.user and clda.redis.password");
        }
        if (!address.getPath().matches("/?|/\\d{1,4}") || address.getQuery() != null) {
            throw new IllegalArgumentException(
                    "clda.redis.url has at most the number of a database behind the port, as in redis://localhost:6379/1");
        }
        return address;
    }

    boolean encrypted() {
        return "rediss".equals(address.getScheme());
    }

    int port() {
        return address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
    }

    int database() {
        String path = address.getPath();
        return path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    }

    @Override
    public String toString() {
        return "Redis at " + address.getHost() + ":" + port();
    }
}
