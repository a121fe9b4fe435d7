// The built web app: hashed assets for ever, index.html asked for each time, and index.html for every address the app itself routes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors/types.ts';
import { allowEverywhere, allowFraming, dropPageHeaders, keepOpener } from './headers.ts';
import { API } from './mount.ts';

const BUILT_FIRST = '<!doctype html><title>Tandem</title><p>The web app is not built. Run <code>npm start</code>.</p>';

/** Of the tenant of that short name, or of the only one: whose pages may hold the desk in a frame. */
export type Embedders = (tenant: string | null) => Promise<readonly string[]>;

/** The chat's script, which the pages of others load by a name that stays: kept so briefly that a new one is everywhere in five minutes. */
const WIDGET = /[\\/]chat[\\/]widget\.js(\.br|\.gz)?$/;
const WIDGET_KEPT = 'public, max-age=300';

/** The desk in a frame lives below this; its sign-in is a window of its own and in no frame. */
const EMBED = '/embed';
const EMBED_SIGN_IN = '/embed/sign-in';

export async function serveWebApp(app: FastifyInstance, root: string | null, embedders: Embedders): Promise<void> {
  if (root !== null && existsSync(root)) {
    await app.register(fastifyStatic, {
      root,
      // Only what was built into it is served; dot files never.
      dotfiles: 'ignore',
      cacheControl: false,
      preCompressed: true,
      setHeaders: (reply, path) => {
        // Vite puts a hash of the content into the names under assets/.
        const hashed = /[\\/]assets[\\/][^\\/]+-[\w-]{8,}\.\w+(\.br|\.gz)?$/.test(path);
        const widget = WIDGET.test(path);
        void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : widget ? WIDGET_KEPT : 'no-cache');
        if (hashed || widget) dropPageHeaders(reply);
        if (widget) allowEverywhere(reply);
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const [path = '', query] = request.url.split('?');
    const page =
      request.method === 'GET' &&
      !path.startsWith(`${API}/`) &&
      !/\.\w+$/.test(path) &&
      /text\/html|\*\/\*/.test(request.headers.accept ?? '');
    if (!page) throw new AppError('request.not-found', { method: request.method, path });
    if (root === null || !existsSync(join(root, 'index.html'))) return reply.code(503).type('text/html; charset=utf-8').send(BUILT_FIRST);
    if (path === EMBED_SIGN_IN) keepOpener(reply);
    else if (path === EMBED || path.startsWith(`${EMBED}/`)) allowFraming(reply, await embedders(new URLSearchParams(query).get('tenant')));
    return reply.sendFile('index.html');
  });
}
