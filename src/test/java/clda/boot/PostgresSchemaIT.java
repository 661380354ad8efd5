package clda.boot;

import clda.kit.FreshDatabase;
import clda.kit.TestDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSchemaIT extends SchemaContract {

    @RegisterExtension
    final FreshDatabase fresh = FreshDatabase.empty();

    @Override
    TestDatabase database() {
        return TestDatabase.postgres(fresh.url());
    }
}
