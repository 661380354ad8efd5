package clda.boot;

import clda.conversation.jpa.JpaConversationKeys;
import clda.metrics.Scrape;
import clda.security.KeyRing;
import clda.web.InboxNews;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;

/** Redis and the relay between nodes as beans. */
@ApplicationScoped
class RelayBeans {

    @Resource(name = "jdbc/clda")
    private DataSource database;

    @Inject
    private Event<InboxNews> inboxes;

    @Inject
    private ServerThreads threads;

    @Produces
    @Singleton
    RedisClients redis(Config config) {
        return new RedisClients(RedisSettings.from(config).orElse(null));
    }

    static void close(@Disposes RedisClients redis) {
        redis.close();
    }

    @Produces
    @Singleton
    Relaying relaying(
            RedisClients redis,
            Durability durability,
            Engine engine,
            JpaConversationKeys keys,
            KeyRing keyRing,
            RandomIds ids,
            Scrape scrape) {
        return new Relaying(
                redis,
                database,
                durability,
                engine,
                keys,
                keyRing,
                ids,
                tenant -> inboxes.fire(new InboxNews(tenant)),
                scrape.registry(),
                threads.virtual("clda-relay-"));
    }

    static void close(@Disposes Relaying relaying) {
        relaying.close();
    }
}
