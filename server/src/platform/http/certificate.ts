// The certificate that HTTPS shows: read at the start, followed while we run, and told with its end. A renewed pair counts for new
// connections; those that are open go on.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { DAY, type DurationMs } from '../../kernel/time.ts';
import { ConfigError, type Config } from '../config/config.ts';
import type { Log, Metrics } from '../lifecycle/types.ts';

export type CertificateView = {
  /** The names and addresses it is good for, as it writes them. */
  names: string;
  /** UTC epoch ms. */
  validFrom: number;
  validTo: number;
  selfSigned: boolean;
  /** Why the files as they lie there now are not used; null where they are. */
  problem: string | null;
};
export type Pair = { cert: Buffer; key: Buffer };
export type Certificate = {
  readonly pair: Pair;
  view(): CertificateView;
  /** Looks at the files again and again; `renewed` is given each new pair. Returns the stop function. */
  follow(renewed: (pair: Pair) => void): () => void;
};

/** A program that renews writes one file after the other: what does not fit together yet is looked at again. */
const EVERY_MS = 10_000;

/** Throws ConfigError where the files cannot be read or do not belong together. */
export async function openCertificate(options: {
  tls: NonNullable<Config['tls']>;
  log: Log;
  metrics: Metrics;
  now: () => number;
  everyMs?: DurationMs | undefined;
}): Promise<Certificate> {
  const { tls, log, metrics, now, everyMs = EVERY_MS } = options;
  let pair = await readPair(tls);
  let about = check(pair);
  let problem: string | null = null;
  tellDays();

  function tellDays(): void {
    metrics.observe('tls_certificate_days_left', Math.floor((about.validTo - now()) / DAY));
  }

  async function look(renewed: (pair: Pair) => void): Promise<void> {
    try {
      const next = await readPair(tls);
      if (!next.cert.equals(pair.cert) || !next.key.equals(pair.key)) {
        about = check(next);
        pair = next;
        renewed(next);
        log.info('the certificate was renewed', { validTo: new Date(about.validTo).toISOString() });
      }
      problem = null;
    } catch (error) {
      const why = error instanceof ConfigError ? error.problems.join(' ') : String(error);
      if (why !== problem) log.warn('the certificate’s files have changed and are not used', { why });
      problem = why;
    }
    tellDays();
  }

  return {
    get pair() {
      return pair;
    },
    view: () => ({ ...about, problem }),
    follow(renewed) {
      let timer: NodeJS.Timeout | null = null;
      let stopped = false;
      const again = (): void => {
        if (!stopped) timer = setTimeout(() => void look(renewed).finally(again), everyMs).unref();
      };
      again();
      return () => {
        stopped = true;
        if (timer !== null) clearTimeout(timer);
      };
    },
  };
}

async function readPair({ certPath, keyPath }: NonNullable<Config['tls']>): Promise<Pair> {
  const read = async (variable: string, path: string): Promise<Buffer> => {
    try {
      return await readFile(path);
    } catch (cause) {
      throw new ConfigError([`${variable} names ${path}, which cannot be read: ${(cause as Error).message}`]);
    }
  };
  return { cert: await read('TANDEM_TLS_CERT', certPath), key: await read('TANDEM_TLS_KEY', keyPath) };
}

/** The first certificate of the chain is ours (RFC 8446, section 4.4.2). */
function check({ cert, key }: Pair): Omit<CertificateView, 'problem'> {
  try {
    createSecureContext({ cert, key });
    const own = new X509Certificate(cert);
    if (!own.checkPrivateKey(createPrivateKey(key))) throw new Error('the key is another certificate’s');
    return {
      names: own.subjectAltName ?? own.subject,
      validFrom: Date.parse(own.validFrom),
      validTo: Date.parse(own.validTo),
      selfSigned: own.checkIssued(own),
    };
  } catch (cause) {
    throw new ConfigError([`TANDEM_TLS_CERT and TANDEM_TLS_KEY are no certificate and its key: ${(cause as Error).message}`]);
  }
}
