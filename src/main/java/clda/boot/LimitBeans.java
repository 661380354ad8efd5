package clda.boot;

import clda.security.Accounts;
import clda.security.jpa.JpaSignInAttempts;
import clda.security.limits.AtOnce;
import clda.security.limits.Door;
import clda.security.limits.PasswordSignIn;
import clda.security.limits.Rate;
import clda.security.limits.RateLimits;
import clda.security.limits.SharedBuckets;
import clda.security.limits.SignInGuard;
import clda.security.limits.Whose;
import clda.security.limits.redis.RedisBuckets;
import clda.store.jpa.JpaStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** The request limits as beans. Every error message about the configuration names the property. */
@ApplicationScoped
class LimitBeans {

    @Inject
    private ServerThreads threads;

    @Produces
    @Singleton
    RateLimits rates(Config config, RedisClients redis, Clock clock) {
        SharedBuckets shared = redis.quick()
                .<SharedBuckets>map(
                        client -> new RedisBuckets(client.redis(), client.prefix(), clock, System::nanoTime))
                .orElse(SharedBuckets.NONE);
        return new RateLimits(rules(config), clock, shared);
    }

    /** @throws IllegalArgumentException naming the property that is wrong */
    static RateLimits.Rules rules(Config config) {
        RateLimits.Rules rules = RateLimits.Rules.DEFAULT;
        for (Door door : Door.values()) {
            for (Whose subject : Whose.values()) {
                String property = "clda.rate." + door.word() + "." + subject.word();
                String text = Settings.text(config, property).orElse(null);
                if (text != null) {
                    rules = rules.with(door, subject, text.equals("unlimited") ? null : rate(property, text));
                }
            }
        }
        return rules;
    }

    private static Rate rate(String property, String text) {
        try {
            return Rate.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(property + " must be a rate such as 600/PT1M, or unlimited", e);
        }
    }

    @Produces
    @Singleton
    AtOnce atOnce(Config config) {
        return new AtOnce(max(config));
    }

    /** @throws IllegalArgumentException naming the property that is wrong */
    static Map<AtOnce.Kind, Integer> max(Config config) {
        Map<AtOnce.Kind, Integer> max = new EnumMap<>(AtOnce.Kind.class);
        for (AtOnce.Kind kind : AtOnce.Kind.values()) {
            String property = "clda.at-once." + kind.property();
            int value = Settings.value(config, property, Integer.class, kind.usual());
            if (value < 1) {
                throw new IllegalArgumentException(property + " is below 1");
            }
            max.put(kind, value);
        }
        return max;
    }

    @Produces
    @Singleton
    SignInGuard guard(JpaStore store, Clock clock) {
        return new SignInGuard(new JpaSignInAttempts(store), clock);
    }

    @Produces
    @Singleton
    PasswordSignIn signIn(Accounts accounts, SignInGuard guard) {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new PasswordSignIn(accounts, guard, half, threads.platform("clda-password-"));
    }

    static void close(@Disposes PasswordSignIn signIn) {
        signIn.close();
    }
}
