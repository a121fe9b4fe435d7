// A chat site as it is set up, and whose pages may hold its chat.
import type { QueueId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';

export type SiteDoc = {
  name: TenantText;
  greeting: TenantText;
  /** `#rrggbb`. */
  colour: string;
  queue: QueueId;
  /** `https://shop.example`, as browsers send it; none: any page. */
  origins: readonly string[];
  /** A chat in which the customer has been silent for so long is over. */
  closeAfterMinutes: number;
};

/** Our own pages always may. A program that is no browser sends no origin, and can pretend any: nothing depends on it but what pages may do. */
export function mayHold(origins: readonly string[], origin: string | undefined, own: boolean): boolean {
  return origin === undefined || own || origins.length === 0 || origins.includes(origin);
}

const ORIGIN =
  /^(?:(https?):\/\/)?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?|\[[0-9a-f:]+\])(:[0-9]{1,5})?\/?$/;

/** The origin that a line of the form means (`shop.example` is https), or null where it means none. */
export function originOf(text: string): string | null {
  const [, scheme = 'https', host, port = ''] = ORIGIN.exec(text.trim().toLowerCase()) ?? [];
  if (host === undefined) return null;
  const usual = scheme === 'https' ? ':443' : ':80';
  return `${scheme}://${host}${port === usual ? '' : port}`;
}
