// The log: JSON lines on stdout (readable lines at a terminal), a child per module, personal data and secrets masked.
import { Writable } from 'node:stream';
import { destination, pino, type DestinationStream, type Logger } from 'pino';
import type { Log as BasicLog } from '../lifecycle/types.ts';
import { readableLine } from './line.ts';
import { mask } from './mask.ts';

type Fields = Record<string, unknown>;

/** Extends what platform parts take as `log`. Personal data goes only under the key `pii`. */
export type Log = BasicLog & {
  debug(message: string, fields?: Fields): void;
  fatal(message: string, fields?: Fields): void;
  /** The same log, its lines marked with `module`. */
  child(module: string): Log;
};

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

function wrap(logger: Logger): Log {
  const at = (level: 'debug' | 'info' | 'warn' | 'error' | 'fatal') => (message: string, fields?: Fields) => {
    if (!logger.isLevelEnabled(level)) return;
    logger[level](fields === undefined ? {} : (mask(fields) as Fields), message);
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    child: (module) => wrap(logger.child({ module })),
  };
}

/** Written synchronously, so that the last words of a crashing process are not lost. */
function terminal(): DestinationStream {
  const out = destination({ fd: 1, sync: true });
  if (!process.stdout.isTTY) return out;
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      out.write(`${readableLine(String(chunk).trimEnd())}\n`);
      done();
    },
  });
}

export function createLog(options: { level: LogLevel; to?: DestinationStream }): Log {
  const logger = pino({ level: options.level, base: null, timestamp: () => `,"time":${Date.now()}` }, options.to ?? terminal());
  return wrap(logger);
}
