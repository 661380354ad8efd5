package clda.audit;

import clda.kit.Postgres;
import clda.kit.TestDatabase;

class PostgresTrailIT extends JpaTrailContract {

    private final String url = Postgres.shared().url(Postgres.shared().newDatabase());

    @Override
    TestDatabase database() {
        return TestDatabase.postgres(url);
    }
}
