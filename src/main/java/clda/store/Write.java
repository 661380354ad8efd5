package clda.store;

/** A part of a transaction, made by an adapter and carried out by the store that belongs to it. */
public interface Write {}
