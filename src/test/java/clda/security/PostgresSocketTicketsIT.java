package clda.security;

import clda.kit.FreshDatabase;
import clda.kit.TestDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSocketTicketsIT extends SocketTicketsContract {

    @RegisterExtension
    final FreshDatabase fresh = new FreshDatabase();

    @Override
    TestDatabase database() {
        return TestDatabase.postgres(fresh.url());
    }
}
