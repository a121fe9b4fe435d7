// The command line of a bench: `--name=number` for each of its knobs, `--name` for what is on or off.

/** Throws a sentence where an argument is unknown or no number. */
export function readKnobs<K extends Record<string, number | boolean>>(args: readonly string[], knobs: K): K {
  const read: Record<string, number | boolean> = { ...knobs };
  for (const arg of args) {
    const [, name = '', value] = /^--([a-z-]+)(?:=(\d+(?:\.\d+)?))?$/.exec(arg) ?? [];
    const known = knobs[name];
    if (known === undefined || (typeof known === 'number') !== (value !== undefined)) {
      throw new Error(
        `Unknown argument ${arg}. Known are ${Object.entries(knobs)
          .map(([key, usual]) => (typeof usual === 'number' ? `--${key}=${usual}` : `--${key}`))
          .join(' ')}.`,
      );
    }
    read[name] = value === undefined ? true : Number(value);
  }
  return read as K;
}
