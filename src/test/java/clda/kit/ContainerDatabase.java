package clda.kit;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** The database of the server that runs tests inside of itself, where the environment says that it is. */
public final class ContainerDatabase implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (System.getProperty("clda.store", "embedded").equals("postgresql")) {
            Postgres.shared().run("postgres", "create database clda_container");
        }
    }
}
