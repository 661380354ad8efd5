package clda.budget;

import clda.kit.Postgres;
import clda.kit.TestDatabase;

class PostgresUsageBookIT extends JpaUsageBookContract {

    private final String url = Postgres.shared().url(Postgres.shared().newDatabase());

    @Override
    TestDatabase database() {
        return TestDatabase.postgres(url);
    }
}
