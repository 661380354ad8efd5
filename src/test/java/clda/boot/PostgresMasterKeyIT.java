package clda.boot;

import clda.kit.FreshDatabase;
import clda.kit.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresMasterKeyIT extends MasterKeyContract {

    @RegisterExtension
    final FreshDatabase fresh = FreshDatabase.empty();

    @Override
    TestDatabase open(Path directory) {
        return TestDatabase.postgres(fresh.url());
    }

    @Override
    String emptyBytes() {
        return "''::bytea";
    }
}
