// The page around the desk: whether there is one, whether it may hold it, and speaking with it.
import type { Embedding } from '@tandem/contract/api/embedding.ts';
import type { EmbedEvent } from '@tandem/contract/embed.ts';

/** `ancestor`: the origin of the page that holds the frame, where the browser tells it (Firefox does not, in its older versions). */
export type Frame = { framed: boolean; ancestor: string | null };

export function frameNow(): Frame {
  // Known by its absence in some browsers, whatever the types say.
  const origins = (window.location as { ancestorOrigins?: DOMStringList }).ancestorOrigins;
  return { framed: window.parent !== window, ancestor: origins?.[0] ?? null };
}

/**
 * The server answered with the origins of the tenant that the address names, and the browser holds the page to them. The user must be of that
 * tenant; and where the browser tells who holds the frame, it is looked at once more.
 */
export function mayHold({ framed, ancestor }: Frame, named: string | null, { tenant, origins }: Embedding): boolean {
  if (!framed) return true;
  if (named !== null && named !== tenant) return false;
  return ancestor === null ? origins.length > 0 : origins.includes(ancestor);
}

/** Whom a message is for. The browser gives it to nobody else: who is not known for sure is tried by name. */
export function targetsOf({ framed, ancestor }: Frame, origins: readonly string[]): readonly string[] {
  if (!framed) return [];
  return ancestor === null ? origins : origins.filter((origin) => origin === ancestor);
}

export type Host = { tell: (event: EmbedEvent) => void; leave: () => void };

/** `heard` is given what the page says; what comes from anywhere else is passed over. */
export function joinHost(origins: readonly string[], heard: (data: unknown) => void): Host {
  const targets = targetsOf(frameNow(), origins);
  const listen = ({ source, origin, data }: MessageEvent): void => {
    if (source === window.parent && source !== window && origins.includes(origin)) heard(data);
  };
  window.addEventListener('message', listen);
  return {
    tell(event) {
      for (const target of targets) window.parent.postMessage(event, target);
    },
    leave: () => window.removeEventListener('message', listen),
  };
}
