package clda.boot;

import clda.audit.AnchorFile;
import clda.audit.AuditTrail;
import clda.audit.jpa.JpaAuditTrail;
import clda.guests.Guests;
import clda.guests.TrialAccounts;
import clda.guests.TrialSignIn;
import clda.security.AccountDirectory;
import clda.security.Accounts;
import clda.security.KeyRing;
import clda.security.RowSeals;
import clda.security.SocketTickets;
import clda.security.Standing;
import clda.security.Zones;
import clda.security.accounts.AccountFile;
import clda.security.jpa.JpaKnownPeople;
import clda.security.jpa.JpaPersonSettings;
import clda.security.jpa.JpaRevocations;
import clda.security.jpa.JpaUsedTickets;
import clda.security.jwt.Tokens;
import clda.store.jpa.JpaStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Identities, rights and the records about them, as CDI beans. */
@ApplicationScoped
class SecurityBeans {

    @Inject
    private ServerThreads threads;

    @Produces
    @Singleton
    Tokens tokens(Settings settings, Clock clock) {
        if (settings.hasIdentityProvider()) {
            return Tokens.of(
                    settings.publicKey(), settings.publicKeyLocation(), settings.issuer(), settings.audiences(), clock);
        }
        return Tokens.local(settings.tokenKeyFile(), settings.issuer(), settings.tokenValidity(), clock);
    }

    @Produces
    @Singleton
    TrialSignIn trial(Settings settings, Guests guests) {
        return new TrialSignIn(settings.namesWhoMaySignIn() ? Optional.empty() : guests.accounts());
    }

    @Produces
    @Singleton
    Accounts accounts(Settings settings, TrialSignIn trial) {
        if (settings.accountsFile() != null) {
            return new AccountFile(settings.accountsFile());
        }
        return trial.accounts().map(TrialAccounts::accounts).orElse(Accounts.NONE);
    }

    @Produces
    @Singleton
    Standing standing(JpaStore store, RowSeals seals, Tokens tokens, Accounts accounts, Clock clock) {
        return new Standing(
                tokens.issues() ? new AccountDirectory(accounts) : new JpaKnownPeople(store, seals, clock),
                new JpaRevocations(store, clock),
                clock,
                threads.virtual("clda-signed-out-"));
    }

    @Produces
    @Singleton
    SocketTickets tickets(JpaStore store, KeyRing keyRing, Clock clock, RandomIds ids) {
        return new SocketTickets(keyRing, new JpaUsedTickets(store), clock, ids);
    }

    @Produces
    @Singleton
    AuditTrail audit(JpaStore store, KeyRing keyRing, RowSeals seals) {
        return new JpaAuditTrail(store, keyRing, seals);
    }

    @Produces
    @Singleton
    AnchorFile anchors(Settings settings) {
        return new AnchorFile(settings.anchorFile());
    }

    @Produces
    @Singleton
    JpaPersonSettings personSettings(JpaStore store) {
        return new JpaPersonSettings(store);
    }

    @Produces
    @Singleton
    Zones zones(JpaPersonSettings persons, Settings settings) {
        return persons.zones(settings.zone());
    }
}
