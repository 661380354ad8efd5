package clda.conversation;

import clda.kit.Postgres;
import clda.kit.TestDatabase;

class PostgresImageStoreIT extends JpaImageStoreContract {

    private final String url = Postgres.shared().url(Postgres.shared().newDatabase());

    @Override
    TestDatabase database() {
        return TestDatabase.postgres(url);
    }
}
