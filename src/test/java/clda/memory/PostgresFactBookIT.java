package clda.memory;

import clda.kit.Postgres;
import clda.kit.TestDatabase;

class PostgresFactBookIT extends JpaFactBookContract {

    private final String url = Postgres.shared().url(Postgres.shared().newDatabase());

    @Override
    TestDatabase database() {
        return TestDatabase.postgres(url);
    }
}
