// The command line of `npm run demo`.
import { parseArgs } from 'node:util';

export type DemoOptions = {
  callsPerMinute: number;
  chatsPerMinute: number;
  /** Null: until it is told to end. */
  minutes: number | null;
  seed: number;
};

/** Throws a sentence where an argument is unknown or no number. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'calls-per-minute': { type: 'string', default: '20' },
      'chats-per-minute': { type: 'string', default: '0' },
      minutes: { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
  });
  const number = (name: string, text: string, least: number): number => {
    const value = Number(text);
    if (!Number.isFinite(value) || value < least) throw new Error(`--${name} must be a number of at least ${least}, not ${text}.`);
    return value;
  };
  return {
    callsPerMinute: number('calls-per-minute', values['calls-per-minute'], 0.1),
    chatsPerMinute: number('chats-per-minute', values['chats-per-minute'], 0),
    minutes: values.minutes === undefined ? null : number('minutes', values.minutes, 0.1),
    seed: number('seed', values.seed, 0),
  };
}
