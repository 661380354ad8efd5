package clda.store;

import clda.conversation.ConversationLogContract;
import clda.kit.Postgres;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The store on PostgreSQL. */
class PostgresStoreIT {

    private static TestDatabase lineTo(String name) {
        return TestDatabase.postgres(Postgres.shared().url(name));
    }

    @Nested
    class Rows extends StoreContract {
        private final String name = Postgres.shared().newDatabase();

        @Override
        protected TestDatabase database() {
            return lineTo(name);
        }
    }

    @Nested
    class Log extends ConversationLogContract {
        private final String name = Postgres.shared().newDatabase();

        @Override
        protected SeEngine engine(Path place) {
            return SeEngine.on(place, lineTo(name));
        }
    }
}
