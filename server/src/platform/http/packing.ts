// Answers packed for whoever takes it: lists of a floor with hundreds of agents are a tenth then. Files of the web app are packed when it is built.
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';
import { constants } from 'node:zlib';

/** Less than this is one network packet anyway. */
const THRESHOLD_BYTES = 1_024;
/** Answers are made for one reader: the quick level, which costs a tenth of a millisecond for ten kilobytes. */
const LEVEL = constants.Z_BEST_SPEED;

/**
 * Secrets are safe with it (BREACH, CVE-2013-3587): our cookies are sent by our own pages only (SameSite), so nobody else can have an answer made again and
 * again around a text of his.
 */
export async function addPacking(app: FastifyInstance): Promise<void> {
  await app.register(compress, {
    globalDecompression: false,
    encodings: ['gzip'],
    threshold: THRESHOLD_BYTES,
    customTypes: /^(application\/(problem\+)?json|text\/csv)/,
    zlibOptions: { level: LEVEL },
  });
}
