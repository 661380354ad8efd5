package clda.dialogue;

import clda.kit.FreshDatabase;
import clda.kit.TestDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresAnnouncementBookIT extends AnnouncementBookContract {

    @RegisterExtension
    final FreshDatabase fresh = new FreshDatabase();

    @Override
    TestDatabase database() {
        return TestDatabase.postgres(fresh.url());
    }
}
