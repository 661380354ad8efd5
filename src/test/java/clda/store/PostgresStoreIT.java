package clda.store;

import clda.conversation.ConversationLogContract;
import clda.conversation.SearchContract;
import clda.kit.FreshDatabase;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The store on PostgreSQL. */
class PostgresStoreIT {

    @Nested
    class Rows extends StoreContract {
        @RegisterExtension
        final FreshDatabase fresh = new FreshDatabase();

        @Override
        protected TestDatabase database() {
            return TestDatabase.postgres(fresh.url());
        }
    }

    @Nested
    class ChangedColumns extends ChangedColumnsContract {
        @RegisterExtension
        final FreshDatabase fresh = new FreshDatabase();

        @Override
        protected TestDatabase database() {
            return TestDatabase.postgres(fresh.url());
        }
    }

    @Nested
    class Lists extends ListsContract {
        @RegisterExtension
        final FreshDatabase fresh = new FreshDatabase();

        @Override
        protected TestDatabase database() {
            return TestDatabase.postgres(fresh.url());
        }
    }

    @Nested
    class Search extends SearchContract {
        @RegisterExtension
        final FreshDatabase fresh = new FreshDatabase();

        @Override
        protected SeEngine engine(Path place) {
            return SeEngine.on(place, TestDatabase.postgres(fresh.url()));
        }
    }

    @Nested
    class Log extends ConversationLogContract {
        @RegisterExtension
        final FreshDatabase fresh = new FreshDatabase();

        @Override
        protected SeEngine engine(Path place) {
            return SeEngine.on(place, TestDatabase.postgres(fresh.url()));
        }
    }
}
