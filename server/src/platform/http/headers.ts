// Security headers. The policy lets our own web app run and nothing else: no inline script, no foreign host, no framing.
import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply } from 'fastify';

export async function addSecurityHeaders(app: FastifyInstance, options: { tls: boolean }): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Mantine sets style attributes and one style element at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: options.tls ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    // Needs a secure context to mean anything; on plain HTTP browsers only warn about it.
    crossOriginOpenerPolicy: options.tls ? { policy: 'same-origin' } : false,
    originAgentCluster: options.tls,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.header('permissions-policy', 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=()');
    done();
  });
}

/** What browsers heed on a page and on nothing that a page loads: a desk is seventy files, and these lines were half of the small ones. */
const OF_PAGES = [
  'content-security-policy',
  'permissions-policy',
  'x-frame-options',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
  'origin-agent-cluster',
  'cross-origin-opener-policy',
];

/** For scripts (none of which is run as a worker, which would need a policy of its own), styles, fonts and pictures. */
export function dropPageHeaders(reply: Pick<FastifyReply, 'removeHeader'>): void {
  for (const name of OF_PAGES) void reply.removeHeader(name);
}

/** Pages of every origin may load this: a script that was made for them. */
export function allowEverywhere(reply: Pick<FastifyReply, 'header'>): void {
  void reply.header('cross-origin-resource-policy', 'cross-origin');
}

/** Pages of these origins may hold this answer in a frame; without any it stays forbidden, as everything else is. */
export function allowFraming(reply: FastifyReply, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const policy = String(reply.getHeader('content-security-policy') ?? '');
  void reply.header('content-security-policy', policy.replace(/frame-ancestors [^;]*/, `frame-ancestors ${origins.join(' ')}`));
  // It knows no list, and browsers that know the policy above do not look at it.
  void reply.removeHeader('x-frame-options');
}

/** This page may speak with the frame that opened it, which stands in a page of somebody else. */
export function keepOpener(reply: FastifyReply): void {
  if (reply.hasHeader('cross-origin-opener-policy')) void reply.header('cross-origin-opener-policy', 'unsafe-none');
}
