package clda.boot;

import clda.store.jpa.JpaStore;
import java.util.List;

/** The tenants that have conversations: those to notify of what concerns the whole server. */
final class Tenants {

    private Tenants() {}

    static List<String> of(JpaStore store) {
        return store.read(entities ->
                entities.createNativeQuery("select distinct tenant from conversation").getResultList().stream()
                        .map(String.class::cast)
                        .toList());
    }
}
