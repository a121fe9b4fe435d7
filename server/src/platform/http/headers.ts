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
  app.addHook('onSend', (_request, reply, payload, done) => {
    void reply.header('permissions-policy', 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=()');
    done(null, payload);
  });
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
