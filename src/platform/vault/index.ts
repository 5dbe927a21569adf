import type { PersonId } from '#kernel/ids.ts';
import type { Config } from '../config.ts';
import type { Database, Readable, Tx } from '../database/index.ts';
import {
  destroyVaultKeys,
  insertVaultKey,
  type KeyRow,
  lockVaultOf,
  rewrapVaultKeys,
  throughVaultDoor,
  vaultKeysOf,
} from '../database/vault-keys.ts';
import {
  type MasterKey,
  masterKeyFrom,
  newDataKey,
  numberOf,
  openText,
  type Place,
  sealText,
  unwrapKey,
  VaultError,
  wrapKey,
} from './seal.ts';

export { type Place, VaultError } from './seal.ts';

/** What was sealed, or since when nobody can open it any more. */
export type Opened = { state: 'open'; text: string } | { state: 'gone'; since: Temporal.Instant };

/**
 * Texts that only the installation with its master key can open: each person has a key of their own for each room, and destroying it
 * destroys what was sealed with it, in every backup too that is younger than the key's end. Nothing is kept in memory
 * between calls.
 */
export type Vault = {
  /**
   * Gives a person a key when they have none that lives; the one after a destroyed one is a new one.
   * @param room keys of different rooms are destroyed apart; the place of a text names the same
   */
  ensureKey(tx: Tx, person: PersonId, now: Temporal.Instant, room?: string): Promise<void>;
  /** @throws VaultError `destroyed` when the person has no living key */
  seal(read: Readable, place: Place, text: string): Promise<Buffer>;
  /** @throws VaultError when it was changed or moved, or another master key is needed */
  open(read: Readable, place: Place, sealed: Buffer): Promise<Opened>;
  /** For good: what was sealed for this person in this room until now answers `gone`. Says whether there was a key. */
  destroyKey(tx: Tx, person: PersonId, now: Temporal.Instant, room?: string): Promise<boolean>;
};

/** Where a place names no room. */
const anyRoom = 'general';

const opened = new WeakMap<Config, Vault>();

/** The vault of an installation. */
export function vaultOf(config: Config): Vault {
  const known = opened.get(config);
  if (known) return known;
  const vault = openVault(masterKeysOf(config));
  opened.set(config, vault);
  return vault;
}

/** The master key, and the one before it while keys are being wrapped anew. */
function masterKeysOf(config: Config): [MasterKey, ...MasterKey[]] {
  const { vaultKey, vaultKeyBefore, secret } = config;
  return [
    masterKeyFrom(vaultKey ?? secret),
    ...(vaultKeyBefore ? [masterKeyFrom(vaultKeyBefore)] : []),
  ];
}

/** @param masters the one that wraps, then others that may still open */
export function openVault(masters: readonly [MasterKey, ...MasterKey[]]): Vault {
  const [master] = masters;
  const dataKeyOf = (row: KeyRow) => {
    if (!row.wrapped) throw new VaultError('destroyed');
    const wrappedBy = masters.find((m) => m.id === row.master_id);
    if (!wrappedBy) throw new VaultError('other-master');
    return unwrapKey(wrappedBy, row.person_id, row.room, row.number, row.wrapped);
  };
  return {
    ensureKey: (tx, person, now, room = anyRoom) =>
      throughVaultDoor(tx, person, async () => {
        // two who begin at once wait here for each other
        await lockVaultOf(tx, person);
        const newest = (await vaultKeysOf(tx, person, room))[0];
        if (newest?.wrapped) return;
        const number = (newest?.number ?? 0) + 1;
        const wrapped = wrapKey(master, person, room, number, newDataKey());
        await insertVaultKey(tx, { person, room, number, wrapped, masterId: master.id, now });
      }),
    seal: (read, place, text) =>
      throughVaultDoor(read, place.person, async () => {
        const newest = (await vaultKeysOf(read, place.person, place.room ?? anyRoom))[0];
        if (!newest) throw new VaultError('destroyed');
        return sealText(dataKeyOf(newest), newest.number, place, text);
      }),
    open: (read, place, sealed) =>
      throughVaultDoor(read, place.person, async () => {
        const number = numberOf(sealed);
        const keys = await vaultKeysOf(read, place.person, place.room ?? anyRoom);
        const key = keys.find((k) => k.number === number);
        if (!key) throw new VaultError('damaged');
        if (key.destroyed_at) return { state: 'gone' as const, since: key.destroyed_at };
        return { state: 'open' as const, text: openText(dataKeyOf(key), place, sealed) };
      }),
    destroyKey: (tx, person, now, room = anyRoom) =>
      throughVaultDoor(tx, person, () => destroyVaultKeys(tx, person, room, now)),
  };
}

/**
 * Wraps every key that the master key before had wrapped with the one of now: run at start, in one transaction, safe to
 * run again. What is sealed stays as it is.
 * @returns how many were wrapped anew, and how many neither of the two opens
 */
export function rewrap(
  owner: Database['owner'],
  config: Config,
): Promise<{ wrapped: number; locked: number }> {
  const [master, before] = masterKeysOf(config);
  return rewrapVaultKeys(owner, master.id, (key) => {
    if (!before || key.master_id !== before.id) return null;
    const dataKey = unwrapKey(before, key.person_id, key.room, key.number, key.wrapped);
    return wrapKey(master, key.person_id, key.room, key.number, dataKey);
  });
}
