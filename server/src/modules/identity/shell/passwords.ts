// Password hashes: argon2id with 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet), 12 to 30 ms of one core here.
import { hash, verify } from '@node-rs/argon2';

/** The library's algorithm is argon2id where none is named (its names are a const enum, which type stripping cannot read). */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * For passwords that are 78 bits of chance: nobody guesses those, however fast he can try, and two thousand of them are made in seconds. The
 * hash names its own cost, so it is checked like any other.
 */
const OPTIONS_OF_CHANCE = { memoryCost: 256, timeCost: 1, parallelism: 1 } as const;

export type Passwords = {
  hash(password: string): Promise<string>;
  /** Of a password that we made of chance and that no person chose. */
  hashOfChance(password: string): Promise<string>;
  /** Takes as long without a hash (unknown user) as with one. */
  verify(password: string, against: string | null): Promise<boolean>;
};

/** At most `atOnce` hashes run together: a flood of sign-ins waits in line instead of taking every core and 19 MiB each. */
export function createPasswords(atOnce = 2): Passwords {
  const waiting: (() => void)[] = [];
  let running = 0;
  let decoy: Promise<string> | null = null;

  async function inLine<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  }

  const make = (password: string) => inLine(() => hash(password, OPTIONS));
  return {
    hash: make,
    hashOfChance: (password) => inLine(() => hash(password, OPTIONS_OF_CHANCE)),
    async verify(password, against) {
      decoy ??= make('nobody has this password');
      const other = await decoy;
      const good = await inLine(() => verify(against ?? other, password));
      return good && against !== null;
    },
  };
}
