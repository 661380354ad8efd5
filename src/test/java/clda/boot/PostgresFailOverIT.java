package clda.boot;

import clda.kit.FreshDatabase;
import clda.kit.TestDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresFailOverIT extends FailOverContract {

    @RegisterExtension
    final FreshDatabase fresh = new FreshDatabase();

    @Override
    TestDatabase database() {
        return TestDatabase.postgres(fresh.url());
    }

    @Override
    String earlierLine() {
        return "00000000";
    }

    @Override
    String laterLine() {
        return "00000002";
    }
}
