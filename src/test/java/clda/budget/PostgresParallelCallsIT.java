package clda.budget;

import clda.kit.FreshDatabase;
import clda.kit.TestDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresParallelCallsIT extends ParallelCallsContract {

    @RegisterExtension
    final FreshDatabase fresh = new FreshDatabase();

    @Override
    TestDatabase database() {
        return TestDatabase.postgres(fresh.url());
    }

    @Override
    int nodes() {
        return 2;
    }
}
