// What the window that signs in says to the frame that opened it. Both are ours: it is said to our own origin alone.

export type HandedOver = { kind: 'tandem.session'; token: string };

export function isHandedOver(data: unknown): data is HandedOver {
  return (
    typeof data === 'object' &&
    data !== null &&
    (data as HandedOver).kind === 'tandem.session' &&
    typeof (data as HandedOver).token === 'string'
  );
}
