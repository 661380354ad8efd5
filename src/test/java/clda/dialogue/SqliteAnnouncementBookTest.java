package clda.dialogue;

import clda.kit.TestDatabase;

class SqliteAnnouncementBookTest extends AnnouncementBookContract {

    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
